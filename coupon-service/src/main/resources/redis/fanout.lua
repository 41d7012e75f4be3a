#!lua
-- Applies the next step of a record that decides deferred requests: a resume, a close, or the opening of a draw. A call decides
-- some of them, in the order of arrival or of the draw. The record is applied when the last request is decided; no other
-- record is applied before that.
--
-- Guarantees: those of fold.lua. A step that was already applied gets the recorded outcomes. The caller passes each deferred
-- request and the script compares it with the state, so every accessed key is declared.
--
-- KEYS  1 live epoch   2 meta   3 due times   4 campaign   5 holders   6 commands   7 blocked users
--       8 block with the outcome of the record   9.. blocks with the outcomes of the requests
-- ARGV  1 the caller's epoch   2 topic id   3 predecessor of the record, or ''   4 the record, packed as in fold.lua
--       5 campaign id   6 number of the first request here among those of the record, from 1
--       7.. requests: offset(6) user(16) arrival number(4) number of its block in KEYS, 1 for KEYS[9](2) rank in a draw(32)
-- Reply {'OK', outcomes of the requests, '1' if the record is applied now, else '0'}
--       These replies change nothing:
--       {'OTHER'}: the state has other deferred requests
--       {'GAP', applied or ''} {'FORK', applied} {'STALE', offset} {'EPOCH', live or ''} {'TOPIC', id}

local BLOCK, NONE, ENTRY, CHUNK = 4096, string.rep('\0', 8), 28, 1000
local ISSUED, SOLD_OUT, CLOSED, BLOCKED, DONE = 1, 3, 5, 6, 10

local pack, unpack_, call, sub, byte = struct.pack, struct.unpack, redis.call, string.sub, string.byte
local function text(number) return string.format('%.0f', number) end
local epoch, topic, predecessor, record = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local at, count = tonumber(ARGV[6]), #ARGV - 6
local kind, offset, moment = unpack_('>BI6I6', record)

-- The position of the state, and whether this caller may continue from it.
local live = call('GET', KEYS[1])
if live ~= epoch then return {'EPOCH', live or ''} end
local meta = call('HMGET', KEYS[2], 'applied', 'topic', 'time', 'step')
local applied, time, step = tonumber(meta[1] or nil), tonumber(meta[3] or '0'), tonumber(meta[4] or nil)
if meta[2] ~= topic then return {'TOPIC', meta[2] or ''} end
if not applied or not predecessor or predecessor > applied then return {'GAP', meta[1] or ''} end
local whole = applied >= offset
if not whole and (applied > predecessor or (step and step ~= offset)) then return {'FORK', meta[1]} end

local h = call('HMGET', KEYS[4], 'phase', 'limit', 'stock', 'issued', 'arrivals', 'served', 'opens', 'closes', 'fanouts',
               'seed', 'drawn')
if not h[1] then return {'OTHER'} end
local phase, limit, stock, issued = h[1], tonumber(h[2]), tonumber(h[3]), tonumber(h[4])
local served, fanouts = tonumber(h[6]), h[9] or ''
local number, first, last
for from = #fanouts - 13, 1, -14 do
  local by, one, other = unpack_('>I6I4I4', fanouts, from)
  if by == offset then number, first, last = (from + 13) / 14, one, other end
end
local begins = not number
if begins then
  if whole or not (phase == 'P' and kind ~= 3 or phase == 'S' and kind ~= 7) then return {'OTHER'} end
  if kind == 3 and not h[10] then return {'OTHER'} end
  number, first, last = #fanouts / 14 + 1, served + 1, tonumber(h[5])
  fanouts = fanouts .. pack('>I6I4I4', offset, first, last)
end
local done = whole and last - first + 1 or served - first + 1
if at > done + 1 then return {'GAP', meta[1]} end
if count == 0 or first + at + count - 2 > last then return {'OTHER'} end

-- The requests. The decided ones have recorded outcomes.
local offsets, users, arrivals, blocks, outcomes = {}, {}, {}, {}, {}
local drawn = h[11] or string.rep('\0', 32)

-- Compares ranks as numbers, because the order of strings depends on the locale of the server.
local function before(one, other)
  for from = 1, 29, 4 do
    local mine, theirs = unpack_('>I4', one, from), unpack_('>I4', other, from)
    if mine ~= theirs then return mine < theirs end
  end
  return false
end

for j = 1, count do
  local user
  offsets[j], user, arrivals[j], blocks[j] = unpack_('>I6c16I4I2', ARGV[6 + j])
  users[j] = user
  if kind ~= 3 and arrivals[j] ~= first + at + j - 2 then return {'OTHER'} end
  if at + j - 1 <= done then
    local index = offsets[j] % BLOCK * 8
    local recorded = call('GETRANGE', KEYS[8 + blocks[j]], index, index + 7)
    if #recorded < 8 or recorded == NONE then return {'STALE', text(offsets[j])} end
    if unpack_('>I2', recorded, 2) ~= number then return {'OTHER'} end
    outcomes[j] = recorded
  elseif kind == 3 then
    local rank = sub(ARGV[6 + j], 29, 60)
    if #rank < 32 or not before(drawn, rank) then return {'OTHER'} end
    drawn = rank
  end
end
local fresh = math.max(1, done - at + 2)

local mine, barred = {}, {}
for from = fresh, count, CHUNK do
  local to = math.min(from + CHUNK - 1, count)
  local found = call('HMGET', KEYS[5], unpack(users, from, to))
  local marks = call('SMISMEMBER', KEYS[7], unpack(users, from, to))
  for j = 1, to - from + 1 do
    mine[users[from + j - 1]] = found[j] or ''
    barred[users[from + j - 1]] = marks[j] == 1
  end
end

local function widthOf(entries) return limit == 1 and math.max(#entries, 12) or ENTRY end

-- Returns the start of the user's entry for this request, and the number of the user's coupons.
local function find(entries, j)
  local from, coupons, width = nil, 0, widthOf(entries)
  for here = 1, #entries, width do
    local sort, _, arrival, place = unpack_('>BBI4I6', entries, here)
    if sort == 1 then coupons = coupons + 1
    elseif arrival == arrivals[j] and place == offsets[j] then from = here end
  end
  return from, coupons
end

for j = fresh, count do
  local user = users[j]
  local entries = mine[user]
  local from, coupons = find(entries, j)
  if not from then return {'OTHER'} end
  local code = kind == 4 and CLOSED or barred[user] and BLOCKED or issued >= stock and SOLD_OUT or ISSUED
  local width = widthOf(entries)
  local rest = sub(entries, from + width)
  if code == ISSUED then
    issued = issued + 1
    outcomes[j] = pack('>BI2BI4', ISSUED, number, coupons + 1, issued)
    rest = pack('>BBI4I6', 1, coupons + 1, issued, offsets[j]) .. sub(entries, from + 12, from + width - 1) .. rest
  else
    outcomes[j] = pack('>BI2BI4', code, number, 0, 0)
  end
  mine[user] = sub(entries, 1, from - 1) .. rest
end

-- Adjacent outcomes are written in one call.
local spans = {}
for j = fresh, count do
  local span = spans[#spans]
  if not span or span.next ~= offsets[j] or span.block ~= blocks[j] then
    span = {block = blocks[j], from = offsets[j], parts = {}}
    spans[#spans + 1] = span
  end
  span.parts[#span.parts + 1] = outcomes[j]
  span.next = offsets[j] + 1
end
local sets, removed = {}, {}
for user, entries in pairs(mine) do
  if entries == '' then removed[#removed + 1] = user
  else
    sets[#sets + 1] = user
    sets[#sets + 1] = entries
  end
end
local complete = whole or first + at + count - 2 == last
local answer = {'OK', table.concat(outcomes), complete and '1' or '0'}
if fresh > count then return answer end
if moment > time then time = moment end
local closes = h[8]
local id = sub(record, kind == 4 and 17 or 16)

-- WRITES: no later command can fail.
for _, span in ipairs(spans) do
  call('SETRANGE', KEYS[8 + span.block], span.from % BLOCK * 8, table.concat(span.parts))
end
for from = 1, #sets, 2 * CHUNK do
  call('HSET', KEYS[5], unpack(sets, from, math.min(from + 2 * CHUNK - 1, #sets)))
end
for from = 1, #removed, CHUNK do
  call('HDEL', KEYS[5], unpack(removed, from, math.min(from + CHUNK - 1, #removed)))
end
call('HSET', KEYS[4], 'issued', text(issued), 'served', text(first + at + count - 2))
if begins then call('HSET', KEYS[4], 'fanouts', fanouts, 'resumes', text(number)) end
if not complete then
  if kind == 3 then call('HSET', KEYS[4], 'drawn', drawn) end
  call('HSET', KEYS[2], 'time', text(time), 'step', text(offset))
  return answer
end
call('HDEL', KEYS[2], 'step')
call('HDEL', KEYS[4], 'drawn')
call('HSET', KEYS[2], 'time', text(time), 'applied', text(offset))
call('SETRANGE', KEYS[8], offset % BLOCK * 8, pack('>BI2BI4', DONE, 0, 0, 0))
call('HSET', KEYS[4], 'phase', kind == 4 and 'C' or 'O', 'until', '0')
call('HSET', KEYS[6], id, DONE)
if kind == 4 then call('HSET', KEYS[2], 'ended:' .. ARGV[5], text(offset) .. ' ' .. text(time)) end
if kind == 4 then call('ZREM', KEYS[3], ARGV[5]) else call('ZADD', KEYS[3], closes, ARGV[5]) end
return answer
