#!lua
-- Applies records of one partition of the coupon log to the state of that partition, in their order, each exactly once.
--
-- Guarantees: a function of the log's prefix alone (no clock, no random, no key but those passed); all reads and
-- decisions come first and all writes after them, so an error on the way leaves the state as it was; the position moves
-- in the same call as its effects; a record that was applied before gets the outcome that was recorded then.
--
-- KEYS  1 live epoch   2 meta   3 due times   4.. blocks of outcomes, then per campaign: campaign, holders, commands
-- ARGV  1 the caller's epoch   2 topic id   3 partition   4 predecessor: the offset applied last by the caller, or ''
--       5 number of the first block   6 blocks   7 campaigns   8.. ids of the campaigns, then one packed record each:
--       big-endian kind(1) offset(6) time in ms(6) campaign, from 0(2), and by kind
--         0 unreadable: -
--         1 request: user(16)
--         2 scheduled: rules(2) stock(5) limit(2) valid(1) opens(6) closes(6) command id
--         3 opened: command id
--         4 closed: by time(1) command id
-- Reply {'OK', outcomes}: 8 bytes for each record: code(1) fan-out record(2) sequence(5)
--       {'GAP', applied or ''} {'FORK', applied} {'STALE', offset} {'EPOCH', live or ''} {'TOPIC', id}
--       {'UNKNOWN_RULES', offset}: nothing was changed
--
-- A record with fan-out (a resume, a draw, a close of held requests) will be applied in steps: its place is between the
-- last whole record (A) and the next, as the step (U) beside 'applied' in meta; its decisions are recorded at the
-- offsets of the items, under the number of the fan-out record.

local BLOCK, NONE = 4096, string.rep('\0', 8)
local ISSUED, DUPLICATE, SOLD_OUT, NOT_OPEN, CLOSED = 1, 2, 3, 4, 5
local INVALID, FORGOTTEN, DONE, REFUSED = 8, 9, 10, 11
local CHUNK = 1000

local pack, unpack_, call = struct.pack, struct.unpack, redis.call
local epoch, topic, partition = ARGV[1], ARGV[2], ARGV[3]
local predecessor = tonumber(ARGV[4])
local firstBlock, blocks, campaigns = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local base = 7 + campaigns
local count = #ARGV - base

local function plain(code) return pack('>BI2I5', code, 0, 0) end
local outcomeOf = {
  [SOLD_OUT] = plain(SOLD_OUT), [NOT_OPEN] = plain(NOT_OPEN), [CLOSED] = plain(CLOSED), [INVALID] = plain(INVALID),
  [FORGOTTEN] = plain(FORGOTTEN), [DONE] = plain(DONE), [REFUSED] = plain(REFUSED)
}

-- Where the state stands, and whether this caller may go on from there.
local live = call('GET', KEYS[1])
if live and live ~= epoch and (predecessor or tonumber(live) > tonumber(epoch)) then return {'EPOCH', live} end
local meta = call('HMGET', KEYS[2], 'applied', 'topic', 'time')
if live ~= epoch then meta = {false, false, false} end
local applied, time = tonumber(meta[1]), tonumber(meta[3] or '0')
if meta[2] and meta[2] ~= topic then return {'TOPIC', meta[2]} end
if predecessor and (not applied or predecessor > applied) then return {'GAP', meta[1] or ''} end

-- The records' fixed parts.
local kinds, offsets, times, owners = {}, {}, {}, {}
for i = 1, count do
  kinds[i], offsets[i], times[i], owners[i] = unpack_('>BI6I6I2', ARGV[base + i])
end

-- Records up to the applied position have an outcome already.
local fresh = 1
if applied then
  while fresh <= count and offsets[fresh] <= applied do fresh = fresh + 1 end
  local inside = applied > (predecessor or -1) and applied <= (offsets[count] or -1)
  if inside and offsets[fresh - 1] ~= applied then return {'FORK', meta[1]} end
end
local outcomes = {}
local cached, cachedBlock, cachedFrom
for i = 1, fresh - 1 do
  local block = math.floor(offsets[i] / BLOCK)
  if block ~= cachedBlock then
    local last = math.min(offsets[fresh - 1], block * BLOCK + BLOCK - 1)
    cachedBlock, cachedFrom = block, offsets[i]
    cached = call('GETRANGE', KEYS[4 + block - firstBlock], (offsets[i] % BLOCK) * 8, (last % BLOCK) * 8 + 7)
  end
  local at = (offsets[i] - cachedFrom) * 8
  local recorded = string.sub(cached, at + 1, at + 8)
  if #recorded < 8 or recorded == NONE then return {'STALE', tostring(offsets[i])} end
  outcomes[i] = recorded
end

-- What the fresh records touch: their campaigns, and which of their users hold a coupon.
local state, holders, taken, remembered, users = {}, {}, {}, {}, {}
local function keyOf(campaign, kind) return KEYS[3 + blocks + campaign * 3 + kind] end
for i = fresh, count do
  local c = owners[i]
  if kinds[i] ~= 0 and not state[c] then
    local h = call('HMGET', keyOf(c, 1), 'phase', 'rules', 'stock', 'opens', 'closes', 'issued')
    state[c] = h[1] and {phase = h[1], rules = tonumber(h[2]), stock = tonumber(h[3]), opens = tonumber(h[4]),
                         closes = tonumber(h[5]), issued = tonumber(h[6])} or {}
    holders[c], taken[c], remembered[c], users[c] = {}, {}, {}, {}
  end
  if kinds[i] == 1 then
    local user = string.sub(ARGV[base + i], 16, 31)
    users[c][#users[c] + 1] = user
  end
end
for c, asked in pairs(users) do
  if state[c].phase then
    for from = 1, #asked, CHUNK do
      local to = math.min(from + CHUNK - 1, #asked)
      local held = call('HMGET', keyOf(c, 2), unpack(asked, from, to))
      for j = 1, to - from + 1 do
        if held[j] then holders[c][asked[from + j - 1]] = (unpack_('>I5', held[j])) end
      end
    end
  end
end

local function request(i, c, campaign)
  if not campaign.phase then return outcomeOf[FORGOTTEN] end
  if campaign.phase == 'C' or time >= campaign.closes then return outcomeOf[CLOSED] end
  if campaign.phase == 'S' then return outcomeOf[NOT_OPEN] end
  local user = string.sub(ARGV[base + i], 16, 31)
  local held = holders[c][user]
  if held then return pack('>BI2I5', DUPLICATE, 0, held) end
  if campaign.issued >= campaign.stock then return outcomeOf[SOLD_OUT] end
  campaign.issued = campaign.issued + 1
  campaign.touched = true
  holders[c][user] = campaign.issued
  local list = taken[c]
  list[#list + 1] = user
  list[#list + 1] = pack('>I5I6', campaign.issued, offsets[i])
  return pack('>BI2I5', ISSUED, 0, campaign.issued)
end

local function schedule(i, campaign)
  local rules, stock, limit, valid, opens, closes = unpack_('>I2I5I2BI6I6', ARGV[base + i], 16)
  if rules ~= 1 then return nil end
  if campaign.phase or valid == 0 then return REFUSED end
  campaign.phase, campaign.rules, campaign.stock, campaign.limit = 'S', rules, stock, limit
  campaign.opens, campaign.closes, campaign.issued = opens, closes, 0
  return DONE
end

local function open(campaign)
  if campaign.phase ~= 'S' or time < campaign.opens or time >= campaign.closes then return REFUSED end
  campaign.phase = 'O'
  return DONE
end

local function close(i, campaign)
  local byTime = unpack_('>B', ARGV[base + i], 16)
  if campaign.phase == 'C' or (byTime == 1 and time < campaign.closes) then return REFUSED end
  campaign.phase = 'C'
  return DONE
end

-- A command is decided once for its campaign and id; nil says that these rules are not known here.
local idAt = {[2] = 38, [3] = 16, [4] = 17}
local function command(i, c, campaign)
  if not idAt[kinds[i]] then return nil end
  if kinds[i] ~= 2 and not campaign.phase then return outcomeOf[FORGOTTEN] end
  local id = string.sub(ARGV[base + i], idAt[kinds[i]])
  local before = remembered[c][id] or call('HGET', keyOf(c, 3), id)
  if before then return outcomeOf[tonumber(before)] end
  local decision
  if kinds[i] == 2 then decision = schedule(i, campaign)
  elseif kinds[i] == 3 then decision = open(campaign)
  else decision = close(i, campaign) end
  if decision and campaign.phase then
    remembered[c][id] = decision
    campaign.touched, campaign.turned = true, true
  end
  return outcomeOf[decision]
end

for i = fresh, count do
  if kinds[i] == 0 then
    outcomes[i] = outcomeOf[INVALID]
  else
    if times[i] > time then time = times[i] end
    local c = owners[i]
    if kinds[i] == 1 then outcomes[i] = request(i, c, state[c]) else outcomes[i] = command(i, c, state[c]) end
    if not outcomes[i] then return {'UNKNOWN_RULES', tostring(offsets[i])} end
  end
end

-- The blocks of outcomes, with holes where the log has none.
local spans = {}
for i = fresh, count do
  local block = math.floor(offsets[i] / BLOCK)
  local span = spans[#spans]
  if not span or span.block ~= block then
    span = {block = block, from = offsets[i], next = offsets[i], parts = {}}
    spans[#spans + 1] = span
  end
  if offsets[i] > span.next then span.parts[#span.parts + 1] = string.rep(NONE, offsets[i] - span.next) end
  span.parts[#span.parts + 1] = outcomes[i]
  span.next = offsets[i] + 1
end
local answer = {'OK', table.concat(outcomes)}
if fresh > count then return answer end

-- WRITES: from here on nothing can fail.
if live ~= epoch then call('SET', KEYS[1], epoch) end
call('HSET', KEYS[2], 'partition', partition, 'topic', topic, 'applied', string.format('%.0f', offsets[count]),
     'time', string.format('%.0f', time))
for _, span in ipairs(spans) do
  call('SETRANGE', KEYS[4 + span.block - firstBlock], (span.from % BLOCK) * 8, table.concat(span.parts))
end
for c, campaign in pairs(state) do
  if campaign.limit then
    call('HSET', keyOf(c, 1), 'rules', campaign.rules, 'stock', string.format('%.0f', campaign.stock), 'limit',
         campaign.limit, 'opens', string.format('%.0f', campaign.opens), 'closes',
         string.format('%.0f', campaign.closes))
  end
  if campaign.touched then
    call('HSET', keyOf(c, 1), 'phase', campaign.phase, 'issued', string.format('%.0f', campaign.issued))
  end
  for from = 1, #taken[c], 2 * CHUNK do
    call('HSET', keyOf(c, 2), unpack(taken[c], from, math.min(from + 2 * CHUNK - 1, #taken[c])))
  end
  for id, decision in pairs(remembered[c]) do call('HSET', keyOf(c, 3), id, decision) end
  if campaign.turned then
    local id = ARGV[8 + c]
    if campaign.phase == 'C' then call('ZREM', KEYS[3], id)
    else call('ZADD', KEYS[3], campaign.phase == 'S' and campaign.opens or campaign.closes, id) end
  end
end
return answer
