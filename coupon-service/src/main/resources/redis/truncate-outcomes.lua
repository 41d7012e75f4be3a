#!lua
-- Removes blocks of recorded outcomes below the low watermark. All of these outcomes are published, and a recovery from an
-- empty Redis starts after them, so no decision reads them again. UNLINK frees the memory in another thread.
-- KEYS  1 live epoch   2 meta   3.. blocks to remove
-- ARGV  1 the caller's epoch   2 number of the first block that is kept
-- Reply {'1'}, or {'0'} if another epoch is live; nothing is removed then
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'0'} end
for block = 3, #KEYS do redis.call('UNLINK', KEYS[block]) end
redis.call('HSET', KEYS[2], 'blocks', ARGV[2])
return {'1'}
