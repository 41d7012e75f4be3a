package dev.firstcome.local.redis;

/** A user of a cluster and its password. */
record RedisLogin(String user, String password) {}
