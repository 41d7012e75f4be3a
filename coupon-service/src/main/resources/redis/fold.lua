#!lua
-- Applies records of one partition of the coupon log to the state of that partition, in offset order, each exactly once.
--
-- Guarantees
--   The result is a function of the log's prefix: no clock, no random number, no key outside KEYS.
--   All reads and decisions precede all writes, so an error before the writes leaves the state unchanged.
--   The position changes in the same call as the effects of its record.
--   A record that was already applied gets its recorded outcome.
--
-- KEYS  1 live epoch   2 meta   3 due times   4.. blocks of outcomes; then per campaign: campaign, holders, commands,
--       deferred requests, blocked users, grants
-- ARGV  1 the caller's epoch   2 topic id   3 partition
--       4 predecessor: the last offset that the caller applied. Without one, a new epoch starts at a low watermark: '@', then
--         the partition time there, which may be missing
--       5 number of the first block   6 number of blocks   7 number of campaigns
--       8.. campaign ids, then one packed record each:
--       big-endian kind(1) offset(6) time in ms(6) campaign index from 0(2), then by kind
--          0 unreadable: -                                    6 paused: valid(1) until(6) command id
--          1 request: user(16) client(16) segments(8 each)    7 resumed: command id
--          2 scheduled: rules(2) stock(5) limit(2) valid(1)   8 blocked: user(16) command id
--            opens(6) closes(6) draw(1) draw from(6)          9 revoked: command id
--            hash of the seed(32) number of segments(1)      10 granted: grant(16) user(16)
--            segments(8 each) command id                     11 rules: version(2) command id
--          3 opened: command id                              12 revealed: valid(1) seed(32) its hash(32)
--          4 closed: by time(1) command id                      command id
--          5 stock added: valid(1) amount(5) command id      13 purged: valid(1) through(6) command id
--       Client, segments and grant are prefixes of their SHA-256 hashes.
--
-- State
--   holders: per user a list of entries: kind(1: 1 coupon, 2 deferred) ordinal(1) sequence or arrival number(4) offset(6),
--     and client(16) if the limit per user is above one, or since rules version 2
--   deferred requests: offset(6) user(16) each, in the order of arrival
--   campaign 'fanouts': offset(6) first(4) and last(4) arrival number of each fan-out record
--   meta 'blocks': number of the first block of outcomes that is kept
--   meta per campaign id: 'first': offset of the record that scheduled it, and the partition time before that record;
--     'last': offset of the last repeated schedule command, if any; 'ended': offset and partition time of its closing
--
-- Reply {'OK', outcomes}: 8 bytes per record: code(1) number of the fan-out record that decided it(2) ordinal(1)
--         sequence or arrival number(4). If there are fewer outcomes than records, the next record fans out or purges a
--         campaign, and no part of it is applied yet.
--       {'FANOUT', first, last, done, seed or ''}: the first record decides the deferred requests with these arrival numbers,
--         of which the first 'done' are decided. A seed gives the order of a draw. fanout.lua decides the rest.
--       These replies change nothing:
--       {'GAP', applied or ''} {'FORK', applied} {'STALE', offset} {'EPOCH', live or ''} {'TOPIC', id}
--       {'UNKNOWN_RULES', offset}

local BLOCK, NONE = 4096, string.rep('\0', 8)
local ISSUED, DUPLICATE, SOLD_OUT, NOT_OPEN, CLOSED, BLOCKED, NOT_ELIGIBLE = 1, 2, 3, 4, 5, 6, 7
local INVALID, PURGED, DONE, REFUSED, DEFERRED, DUPLICATE_OF_DEFERRED, GRANTED, REVOKED = 8, 9, 10, 11, 12, 13, 14, 15
local REPEATED, REPEATED_OF_DEFERRED, RULES_MAX = 16, 17, 2
local CHUNK, ENTRY, STOCK_MAX, ARRIVALS_MAX, TICKETS_MAX, RESUMES_MAX = 1000, 28, 4294967295, 20000000, 1000000, 65534
local FAN = {}

local pack, unpack_, call = struct.pack, struct.unpack, redis.call
local epoch, topic, partition = ARGV[1], ARGV[2], ARGV[3]
local predecessor = tonumber(ARGV[4])
local firstBlock, blocks, campaigns = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local base = 7 + campaigns
local count = #ARGV - base

local sub, byte = string.sub, string.byte
local function plain(code) return pack('>BI2BI4', code, 0, 0, 0) end
local outcomeOf = {}
for code = SOLD_OUT, REVOKED do outcomeOf[code] = plain(code) end

-- The position of the state, and whether this caller may continue from it.
local live = call('GET', KEYS[1])
if live and live ~= epoch and (predecessor or tonumber(live) > tonumber(epoch)) then return {'EPOCH', live} end
local meta = call('HMGET', KEYS[2], 'applied', 'topic', 'time', 'step')
if live ~= epoch then meta = {false, false, false, false} end
local applied, time, earlier = tonumber(meta[1]), tonumber(meta[3] or '0'), 0
if live ~= epoch then time = tonumber(sub(ARGV[4], 2)) or 0 end
if meta[2] and meta[2] ~= topic then return {'TOPIC', meta[2]} end
if predecessor and (not applied or predecessor > applied) then return {'GAP', meta[1] or ''} end

-- The fields that all kinds of records have.
local kinds, offsets, times, owners = {}, {}, {}, {}
for i = 1, count do
  kinds[i], offsets[i], times[i], owners[i] = unpack_('>BI6I6I2', ARGV[base + i])
end

-- Records up to the applied position have recorded outcomes.
local fresh = 1
if applied then
  while fresh <= count and offsets[fresh] <= applied do fresh = fresh + 1 end
  local inside = applied > (predecessor or -1) and applied <= (offsets[count] or -1)
  if inside and offsets[fresh - 1] ~= applied then return {'FORK', meta[1]} end
end

-- A record that decides deferred requests is applied by fanout.lua in steps, so a batch ends before it.
local function keyOf(campaign, kind) return KEYS[3 + blocks + campaign * 6 + kind] end
local function fansOut(i)
  return kinds[i] == 3 or kinds[i] == 4 or kinds[i] == 7
end
local function fanOut(offset, fans)
  for at = #(fans or '') - 13, 1, -14 do
    local by, first, last = unpack_('>I6I4I4', fans, at)
    if by == offset then return first, last end
  end
end
local step = tonumber(meta[4] or nil)
if step and fresh <= count and offsets[fresh] ~= step then return {'FORK', meta[1]} end
for i = 1, math.min(fresh, count) do
  if fansOut(i) and (i < fresh or step) then
    local h = call('HMGET', keyOf(owners[i], 1), 'fanouts', 'served', 'seed')
    local first, last = fanOut(offsets[i], h[1])
    if first and i == 1 then
      local done = i < fresh and last - first + 1 or tonumber(h[2]) - first + 1
      return {'FANOUT', string.format('%.0f', first), string.format('%.0f', last), string.format('%.0f', done),
              kinds[i] == 3 and h[3] or ''}
    end
    if first then
      count = i - 1
      fresh = math.min(fresh, i)
      break
    end
  end
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

-- State that the new records read: their campaigns, and the entries of their users.
local state, holders, taken, remembered, users, waits, blocked, granted = {}, {}, {}, {}, {}, {}, {}, {}
for i = fresh, count do
  local c = owners[i]
  if kinds[i] ~= 0 and not state[c] then
    local h = call('HMGET', keyOf(c, 1), 'phase', 'rules', 'stock', 'limit', 'opens', 'closes', 'issued', 'arrivals',
                   'served', 'until', 'segments', 'blocked', 'granted', 'resumes', 'drawFrom', 'seedHash', 'seed')
    state[c] = h[1] and {phase = h[1], rules = tonumber(h[2]), stock = tonumber(h[3]), limit = tonumber(h[4]),
                         opens = tonumber(h[5]), closes = tonumber(h[6]), issued = tonumber(h[7]),
                         arrivals = tonumber(h[8]), served = tonumber(h[9]), pausedUntil = tonumber(h[10]),
                         segments = h[11] ~= '' and h[11], blocked = tonumber(h[12]), granted = tonumber(h[13]),
                         resumes = tonumber(h[14] or '0'), drawFrom = h[15] and tonumber(h[15]), seedHash = h[16],
                         seed = h[17]} or {}
    holders[c], taken[c], remembered[c], users[c], waits[c], blocked[c], granted[c] = {}, {}, {}, {}, {}, {}, {}
  end
  if kinds[i] == 1 then
    local asked = users[c]
    asked[#asked + 1] = sub(ARGV[base + i], 16, 31)
  end
end
for c, asked in pairs(users) do
  if state[c].phase then
    for from = 1, #asked, CHUNK do
      local to = math.min(from + CHUNK - 1, #asked)
      local entries = call('HMGET', keyOf(c, 2), unpack(asked, from, to))
      for j = 1, to - from + 1 do
        if entries[j] then holders[c][asked[from + j - 1]] = entries[j] end
      end
      if state[c].blocked > 0 then
        local barred = call('SMISMEMBER', keyOf(c, 5), unpack(asked, from, to))
        for j = 1, to - from + 1 do
          if barred[j] == 1 then blocked[c][asked[from + j - 1]] = true end
        end
      end
    end
  end
end

local function eligible(campaign, record)
  for mine = 48, #record, 8 do
    local segment = sub(record, mine, mine + 7)
    for theirs = 1, #campaign.segments, 8 do
      if sub(campaign.segments, theirs, theirs + 7) == segment then return true end
    end
  end
  return false
end

local function refer(entry, coupon, deferred)
  return pack('>B', byte(entry) == 1 and coupon or deferred) .. '\0\0' .. sub(entry, 2, 6)
end

-- Returns the user's entry with the client id of this request. An entry of 12 bytes has no client id.
local function sameClient(entries, record)
  local client = sub(record, 32, 47)
  for from = 1, #entries, ENTRY do
    if sub(entries, from + 12, from + 27) == client then return sub(entries, from, from + 11) end
  end
end

-- Returns the duplicate outcome if the user has an entry with the same client id, or has reached the limit.
local function before(campaign, entries, record)
  if campaign.limit == 1 or campaign.phase == 'S' then return refer(entries, DUPLICATE, DUPLICATE_OF_DEFERRED) end
  local same = sameClient(entries, record)
  if same then return refer(same, DUPLICATE, DUPLICATE_OF_DEFERRED) end
  if #entries >= campaign.limit * ENTRY then return refer(sub(entries, -ENTRY), DUPLICATE, DUPLICATE_OF_DEFERRED) end
end

local function take(c, campaign, user, record, entry)
  if campaign.limit > 1 or campaign.rules > 1 then entry = (holders[c][user] or '') .. entry .. sub(record, 32, 47) end
  holders[c][user] = entry
  campaign.touched = true
  local list = taken[c]
  list[#list + 1] = user
  list[#list + 1] = entry
end

local function ordinal(campaign, entries)
  if campaign.limit == 1 or not entries then return 1 end
  local coupons = 1
  for from = 1, #entries, ENTRY do
    if byte(entries, from) == 1 then coupons = coupons + 1 end
  end
  return coupons
end

local function request(i, c, campaign)
  if not campaign.phase then return outcomeOf[PURGED] end
  local record = ARGV[base + i]
  local user = sub(record, 16, 31)
  local entries = holders[c][user]
  -- A repeated client id gets the outcome of its first request, even if the campaign or the user changed since.
  local first = campaign.rules > 1 and entries and sameClient(entries, record)
  if first then return refer(first, REPEATED, REPEATED_OF_DEFERRED) end
  if campaign.phase == 'C' or time >= campaign.closes then return outcomeOf[CLOSED] end
  local tickets = campaign.phase == 'S' and campaign.drawFrom and time >= campaign.drawFrom and time < campaign.opens
  if campaign.phase == 'S' and not tickets then return outcomeOf[NOT_OPEN] end
  if blocked[c][user] then return outcomeOf[BLOCKED] end
  if campaign.segments and not eligible(campaign, record) then return outcomeOf[NOT_ELIGIBLE] end
  local duplicate = entries and before(campaign, entries, record)
  if duplicate then return duplicate end
  local waiting = tickets or campaign.phase == 'P'
  if waiting and campaign.arrivals < (tickets and TICKETS_MAX or ARRIVALS_MAX) then
    campaign.arrivals = campaign.arrivals + 1
    waits[c][#waits[c] + 1] = pack('>I6', offsets[i]) .. user
    take(c, campaign, user, record, pack('>BBI4I6', 2, 0, campaign.arrivals, offsets[i]))
    return pack('>BI2BI4', DEFERRED, 0, 0, campaign.arrivals)
  end
  if waiting or campaign.issued >= campaign.stock then return outcomeOf[SOLD_OUT] end
  campaign.issued = campaign.issued + 1
  local number = ordinal(campaign, entries)
  take(c, campaign, user, record, pack('>BBI4I6', 1, number, campaign.issued, offsets[i]))
  return pack('>BI2BI4', ISSUED, 0, number, campaign.issued)
end

local function schedule(record, campaign)
  local rules, stock, limit, valid, opens, closes, draw, from, hash, segments =
      unpack_('>I2I5I2BI6I6BI6c32B', record, 16)
  if rules < 1 or rules > RULES_MAX then return nil end
  if campaign.phase or valid == 0 then return REFUSED end
  campaign.phase, campaign.rules, campaign.stock, campaign.limit = 'S', rules, stock, limit
  campaign.opens, campaign.closes, campaign.issued, campaign.arrivals, campaign.served = opens, closes, 0, 0, 0
  campaign.pausedUntil, campaign.blocked, campaign.granted, campaign.resumes = 0, 0, 0, 0
  campaign.segments = segments > 0 and sub(record, 78, 77 + 8 * segments)
  if draw == 1 then campaign.drawFrom, campaign.seedHash = from, hash end
  campaign.first, campaign.new = string.format('%.0f %.0f', unpack_('>I6', record, 2), earlier), true
  return DONE
end

local function open(_, campaign)
  if campaign.phase ~= 'S' or time < campaign.opens or time >= campaign.closes then return REFUSED end
  if campaign.drawFrom and not campaign.seed then return REFUSED end
  if campaign.arrivals > campaign.served then return FAN end
  campaign.phase = 'O'
  return DONE
end

-- Refused before the opening time: no tickets are issued after it, so no user can choose a ticket by the seed.
local function reveal(record, campaign)
  local valid, seed, hash = unpack_('>Bc32c32', record, 16)
  if campaign.phase ~= 'S' or time < campaign.opens or campaign.seed then return REFUSED end
  if not campaign.drawFrom or valid == 0 or hash ~= campaign.seedHash then return REFUSED end
  campaign.seed = seed
  return DONE
end

-- A paused campaign is not closed by time, because its deferred requests arrived in time.
local function close(record, campaign)
  local byTime = byte(record, 16) == 1
  if campaign.phase == 'C' or (byTime and (time < campaign.closes or campaign.phase == 'P')) then return REFUSED end
  if campaign.arrivals > campaign.served then return FAN end
  campaign.phase, campaign.pausedUntil = 'C', 0
  campaign.ended = string.format('%.0f %.0f', unpack_('>I6', record, 2), time)
  return DONE
end

-- Refused until the fan-out decisions of the campaign are published, because they are not readable afterwards. Also refused
-- if another campaign begins between the schedule records of this one: a recovery that starts there would schedule it again.
local function purge(record, campaign, c)
  local valid, through = unpack_('>BI6', record, 16)
  local id = ARGV[8 + c]
  local span = call('HMGET', KEYS[2], 'first:' .. id, 'last:' .. id, 'ended:' .. id)
  if valid == 0 or not span[3] or tonumber(string.match(span[3], '^%d+')) > through then return REFUSED end
  if span[2] then
    local first, last, all = tonumber(string.match(span[1], '^%d+')), tonumber(span[2]), call('HGETALL', KEYS[2])
    for field = 1, #all, 2 do
      local begins = sub(all[field], 1, 6) == 'first:' and tonumber(string.match(all[field + 1], '^%d+'))
      if begins and begins > first and begins <= last then return REFUSED end
    end
  end
  campaign.purged = true
  return DONE
end

local function addStock(record, campaign)
  local valid, amount = unpack_('>BI5', record, 16)
  if campaign.phase == 'C' or valid == 0 or amount > STOCK_MAX - campaign.stock then return REFUSED end
  campaign.stock = campaign.stock + amount
  return DONE
end

local function pause(record, campaign)
  local valid, untilTime = unpack_('>BI6', record, 16)
  if (campaign.phase ~= 'O' and campaign.phase ~= 'P') or valid == 0 then return REFUSED end
  campaign.phase, campaign.pausedUntil = 'P', untilTime
  return DONE
end

local function resume(_, campaign)
  if campaign.phase ~= 'P' or campaign.resumes >= RESUMES_MAX then return REFUSED end
  if campaign.arrivals > campaign.served then return FAN end
  campaign.phase, campaign.pausedUntil = 'O', 0
  return DONE
end

local function block(record, campaign, c)
  local user = sub(record, 16, 31)
  if not blocked[c][user] and call('SISMEMBER', keyOf(c, 5), user) == 0 then
    campaign.blocked = campaign.blocked + 1
  end
  blocked[c][user] = true
  campaign.barred = campaign.barred or {}
  campaign.barred[#campaign.barred + 1] = user
  return DONE
end

local function activate(record, campaign)
  local version = unpack_('>I2', record, 16)
  if version < 1 or version > RULES_MAX then return nil end
  if campaign.phase == 'C' then return REFUSED end
  campaign.rules = version
  return DONE
end

local function revoke() return DONE end

-- Deduplicated by grant and user, not by command id, so one command can grant to many users.
local function grant(i, c, campaign)
  if not campaign.phase then return outcomeOf[PURGED] end
  local name = sub(ARGV[base + i], 16, 47)
  local user = sub(name, 17)
  if granted[c][name] or call('HEXISTS', keyOf(c, 6), name) == 1 then return outcomeOf[DONE] end
  if blocked[c][user] or (campaign.blocked > 0 and call('SISMEMBER', keyOf(c, 5), user) == 1) then
    return outcomeOf[REFUSED]
  end
  campaign.granted = campaign.granted + 1
  campaign.touched = true
  granted[c][name] = pack('>I4I6', campaign.granted, offsets[i])
  return pack('>BI2BI4', GRANTED, 0, 0, campaign.granted)
end

-- A command is decided once per campaign and command id. nil means that this version lacks the rules.
local decides = {[2] = schedule, [3] = open, [4] = close, [5] = addStock, [6] = pause, [7] = resume, [8] = block,
                 [9] = revoke, [11] = activate, [12] = reveal, [13] = purge}
local idAt = {[3] = 16, [4] = 17, [5] = 22, [6] = 23, [7] = 16, [8] = 32, [9] = 16, [11] = 18, [12] = 81, [13] = 23}
local function command(i, c, campaign)
  local kind, record = kinds[i], ARGV[base + i]
  if not decides[kind] then return nil end
  if kind ~= 2 and not campaign.phase then return outcomeOf[PURGED] end
  local id = sub(record, kind == 2 and 78 + 8 * byte(record, 77) or idAt[kind])
  if kind == 2 and campaign.phase then campaign.repeated = offsets[i] end
  local decided = remembered[c][id] or call('HGET', keyOf(c, 3), id)
  if decided then return outcomeOf[tonumber(decided)] end
  if kind == 13 and i > fresh then return FAN end
  local decision = decides[kind](record, campaign, c)
  if decision == FAN then return FAN end
  if decision and campaign.phase and not campaign.purged then
    remembered[c][id] = decision
    campaign.touched, campaign.turned = true, true
  end
  return outcomeOf[kind == 9 and REVOKED or decision]
end

for i = fresh, count do
  if kinds[i] == 0 then
    outcomes[i] = outcomeOf[INVALID]
  else
    local c = owners[i]
    earlier = time
    if times[i] > time then time = times[i] end
    if kinds[i] == 1 then outcomes[i] = request(i, c, state[c])
    elseif kinds[i] == 10 then outcomes[i] = grant(i, c, state[c])
    else outcomes[i] = command(i, c, state[c]) end
    if not outcomes[i] then return {'UNKNOWN_RULES', tostring(offsets[i])} end
    if outcomes[i] == FAN then
      if i == 1 then
        return {'FANOUT', string.format('%.0f', state[c].served + 1), string.format('%.0f', state[c].arrivals), '0',
                kinds[i] == 3 and state[c].seed or ''}
      end
      outcomes[i], count, time = nil, i - 1, earlier
      break
    end
    if kinds[i] == 13 and state[c].purged then
      count = i
      break
    end
  end
end

-- The outcomes per block. Offsets without a record have no outcome.
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

-- WRITES: no later command can fail.
if live ~= epoch then
  call('SET', KEYS[1], epoch)
  call('HSET', KEYS[2], 'blocks', ARGV[5])
end
call('HSET', KEYS[2], 'format', '5', 'partition', partition, 'topic', topic,
     'applied', string.format('%.0f', offsets[count]), 'time', string.format('%.0f', time))
for _, span in ipairs(spans) do
  call('SETRANGE', KEYS[4 + span.block - firstBlock], (span.from % BLOCK) * 8, table.concat(span.parts))
end
for c, campaign in pairs(state) do
  if campaign.purged then
    call('UNLINK', keyOf(c, 1), keyOf(c, 2), keyOf(c, 3), keyOf(c, 4), keyOf(c, 5), keyOf(c, 6))
    call('HDEL', KEYS[2], 'first:' .. ARGV[8 + c], 'last:' .. ARGV[8 + c], 'ended:' .. ARGV[8 + c])
  end
  if campaign.repeated then call('HSET', KEYS[2], 'last:' .. ARGV[8 + c], string.format('%.0f', campaign.repeated)) end
  if campaign.ended then call('HSET', KEYS[2], 'ended:' .. ARGV[8 + c], campaign.ended) end
  if campaign.new then
    call('HSET', KEYS[2], 'first:' .. ARGV[8 + c], campaign.first)
    call('HSET', keyOf(c, 1), 'limit', campaign.limit, 'opens', string.format('%.0f', campaign.opens), 'closes',
         string.format('%.0f', campaign.closes), 'segments', campaign.segments or '', 'served', '0', 'resumes', '0')
    if campaign.drawFrom then
      call('HSET', keyOf(c, 1), 'drawFrom', string.format('%.0f', campaign.drawFrom), 'seedHash', campaign.seedHash)
    end
  end
  if campaign.seed and not campaign.purged then call('HSET', keyOf(c, 1), 'seed', campaign.seed) end
  if campaign.touched then
    call('HSET', keyOf(c, 1), 'phase', campaign.phase, 'rules', campaign.rules, 'stock',
         string.format('%.0f', campaign.stock), 'issued', string.format('%.0f', campaign.issued), 'arrivals',
         string.format('%.0f', campaign.arrivals), 'until', string.format('%.0f', campaign.pausedUntil), 'blocked',
         string.format('%.0f', campaign.blocked), 'granted', string.format('%.0f', campaign.granted))
  end
  if #waits[c] > 0 then
    call('SETRANGE', keyOf(c, 4), (campaign.arrivals - #waits[c]) * 22, table.concat(waits[c]))
  end
  for from = 1, #(campaign.barred or {}), CHUNK do
    call('SADD', keyOf(c, 5), unpack(campaign.barred, from, math.min(from + CHUNK - 1, #campaign.barred)))
  end
  for name, value in pairs(granted[c]) do call('HSET', keyOf(c, 6), name, value) end
  for from = 1, #taken[c], 2 * CHUNK do
    call('HSET', keyOf(c, 2), unpack(taken[c], from, math.min(from + 2 * CHUNK - 1, #taken[c])))
  end
  for id, decision in pairs(remembered[c]) do call('HSET', keyOf(c, 3), id, decision) end
  if campaign.turned then
    local id = ARGV[8 + c]
    if campaign.phase == 'C' or campaign.phase == 'P' then call('ZREM', KEYS[3], id)
    else call('ZADD', KEYS[3], campaign.phase == 'S' and campaign.opens or campaign.closes, id) end
  end
end
return answer
