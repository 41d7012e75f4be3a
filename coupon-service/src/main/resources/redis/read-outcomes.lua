#!lua flags=no-writes
-- Reads the outcomes of a block and the fan-out records of a campaign, as of one position.
-- KEYS  1 live epoch   2 meta   3 block of outcomes   4 campaign
-- ARGV  1 the caller's epoch
-- Reply {live epoch or '', applied or '', outcomes of the block or '', fan-outs or '', seed of the draw or '', phase or ''}
--       All but the live epoch are '' if another epoch is live.
local live = redis.call('GET', KEYS[1])
if live ~= ARGV[1] then return {live or '', '', '', '', '', ''} end
local campaign = redis.call('HMGET', KEYS[4], 'fanouts', 'seed', 'phase')
return {live, redis.call('HGET', KEYS[2], 'applied') or '', redis.call('GET', KEYS[3]) or '', campaign[1] or '',
        campaign[2] or '', campaign[3] or ''}
