#!lua
-- Replaces the live state by the shadow state, atomically, if both have the same position. A repeated call replies OK.
-- KEYS  1 live epoch   2 epoch of the shadow   3 meta of the live state   4 meta of the shadow
-- ARGV  1 the expected live epoch   2 the expected epoch of the shadow
-- Reply {'OK'}, or one of these if nothing was changed:
--       {'EPOCH', live epoch or ''}: another epoch is live
--       {'SHADOW', epoch of the shadow or ''}: the shadow is another one
--       {'POSITION', applied live or '', applied in the shadow or ''}: the positions differ, or a fan-out is incomplete
local live, shadow = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if live == ARGV[2] then return {'OK'} end
if live ~= ARGV[1] then return {'EPOCH', live or ''} end
if shadow ~= ARGV[2] then return {'SHADOW', shadow or ''} end
local here = redis.call('HMGET', KEYS[3], 'applied', 'time', 'topic', 'format', 'step')
local there = redis.call('HMGET', KEYS[4], 'applied', 'time', 'topic', 'format', 'step')
if not here[1] or here[5] or there[5] then return {'POSITION', here[1] or '', there[1] or ''} end
for i = 1, 4 do
  if here[i] ~= there[i] then return {'POSITION', here[1], there[1] or ''} end
end

-- WRITES: no later command can fail.
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return {'OK'}
