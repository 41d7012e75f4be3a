#!lua
-- Takes one call out of a caller's token bucket, if there is one.
-- The bucket is one number: the time at which it is full again. What is full is not stored.
-- KEYS[1] the caller's bucket     ARGV[1] microseconds in which one call's worth comes back   ARGV[2] size of the bucket
-- Reply {1, calls left, 0} or {0, 0, microseconds until the next call is let in}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local size = tonumber(ARGV[2]) * interval
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local room = now + size - full - interval
if room < 0 then
  -- A clock that went back must not lock anyone out for longer than an empty bucket takes.
  if room < -interval then
    redis.call('SET', KEYS[1], string.format('%.0f', now + size), 'PX', math.ceil(size / 1000))
  end
  return {0, 0, math.min(-room, interval)}
end
redis.call('SET', KEYS[1], string.format('%.0f', full + interval), 'PX', math.ceil((full + interval - now) / 1000))
return {1, math.floor(room / interval), 0}
