#!lua flags=no-writes
-- Reads the outcomes of some requests of one block, a campaign and a user's coupon, as of one position.
-- KEYS  1 live epoch   2 meta   3 block of outcomes   4 campaign   5 holders
-- ARGV  1 the caller's epoch   2 index of the first outcome   3 number of outcomes   4 user or ''
-- Reply {live epoch or '', applied or '', outcomes of 8 bytes each or '', phase or '', issued, stock, holder or '', time,
--        number of requests ever deferred, number of these decided, end of the pause, fan-outs, seed of the draw or ''}
--       All but the live epoch are '' if another epoch is live.
local live = redis.call('GET', KEYS[1])
if live ~= ARGV[1] then return {live or '', '', '', '', '', '', '', '', '', '', '', '', ''} end
local meta = redis.call('HMGET', KEYS[2], 'applied', 'time')
local at = tonumber(ARGV[2]) * 8
local outcomes = redis.call('GETRANGE', KEYS[3], at, at + tonumber(ARGV[3]) * 8 - 1)
local campaign = redis.call('HMGET', KEYS[4], 'phase', 'issued', 'stock', 'arrivals', 'served', 'until', 'fanouts',
                      'seed')
local holder = ARGV[4] ~= '' and redis.call('HGET', KEYS[5], ARGV[4]) or ''
return {live, meta[1] or '', outcomes, campaign[1] or '', campaign[2] or '', campaign[3] or '', holder or '', meta[2] or '',
        campaign[4] or '', campaign[5] or '', campaign[6] or '', campaign[7] or '', campaign[8] or ''}
