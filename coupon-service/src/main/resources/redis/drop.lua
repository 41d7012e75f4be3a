#!lua
-- Drops blocks of recorded outcomes that nobody needs any more: all that is in them is published, and a recovery from nothing
-- begins behind them. The state is the same with them and without. UNLINK leaves the work to a thread of its own.
-- KEYS  1 live epoch   2 meta   3.. blocks     ARGV  1 the caller's epoch   2 the first block that stays
-- Reply {'1'}, or {'0'} where another epoch is live and nothing was done
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'0'} end
for block = 3, #KEYS do redis.call('UNLINK', KEYS[block]) end
redis.call('HSET', KEYS[2], 'blocks', ARGV[2])
return {'1'}
