#!lua
-- Makes the state that was made beside the live one the live one, if both stand at the same record.
-- KEYS  1 live epoch   2 shadow's epoch   3 meta of the live state   4 meta of the shadow     ARGV  1 live epoch   2 shadow's
-- Reply {'OK'} {'EPOCH', live or ''} {'SHADOW', shadow's or ''}
--       {'APART', applied live, applied in the shadow}: they stand at other records, or in the middle of one
local live, shadow = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if live == ARGV[2] then return {'OK'} end
if live ~= ARGV[1] then return {'EPOCH', live or ''} end
if shadow ~= ARGV[2] then return {'SHADOW', shadow or ''} end
local here = redis.call('HMGET', KEYS[3], 'applied', 'time', 'topic', 'form', 'step')
local there = redis.call('HMGET', KEYS[4], 'applied', 'time', 'topic', 'form', 'step')
if not here[1] or here[5] or there[5] then return {'APART', here[1] or '', there[1] or ''} end
for i = 1, 4 do
  if here[i] ~= there[i] then return {'APART', here[1], there[1] or ''} end
end

-- WRITES: from here on nothing can fail.
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return {'OK'}
