#!lua
-- Consumes one token of a caller's token bucket, if one is available.
-- The bucket is one number: the time at which it is full. A full bucket is not stored.
-- KEYS[1] bucket     ARGV[1] microseconds to refill one token   ARGV[2] size of the bucket
-- Reply {1, remaining tokens, 0} or {0, 0, microseconds until the next token}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local size = tonumber(ARGV[2]) * interval
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local remaining = now + size - full - interval
if remaining < 0 then
  -- After a backward clock step, the caller waits no longer than for an empty bucket.
  if remaining < -interval then
    redis.call('SET', KEYS[1], string.format('%.0f', now + size), 'PX', math.ceil(size / 1000))
  end
  return {0, 0, math.min(-remaining, interval)}
end
redis.call('SET', KEYS[1], string.format('%.0f', full + interval), 'PX', math.ceil((full + interval - now) / 1000))
return {1, math.floor(remaining / interval), 0}
