package dev.firstcome.coupon.partitionstate;

/**
 * The position of a partition's state.
 *
 * @param epoch the live epoch
 * @param topicId the topic from which the state was built
 * @param applied the offset of the last record that is applied completely
 */
public record StatePosition(long epoch, String topicId, long applied) {}
