-- One decision about the quota of one key: the rules of key_state.rs, by the server's clock.
--
-- KEYS[1]  a hash: what is used, as `<length of the window>:<when it leaves>` -> how many; and what is known beside it
-- KEYS[2]  a sorted set: slots under way, by the end of their lease
-- ARGV     what to do; a time in microseconds for tests, or nothing; how many windows, and for each of them its limit,
--          its length, its step, whether its requests are kept one by one, and which part of it background work leaves
--          to others; then what the question needs. Times are milliseconds.

local micros = tonumber(ARGV[2])
if not micros then
    local time = redis.call('TIME')
    micros = time[1] * 1000000 + time[2]
end
local now, later = math.floor(micros / 1000), math.ceil(micros / 1000)

local windows, longest = {}, 0
local at = 4
for place = 1, tonumber(ARGV[3]) do
    windows[place] = {
        documented = tonumber(ARGV[at]), length = tonumber(ARGV[at + 1]), step = tonumber(ARGV[at + 2]),
        exact = ARGV[at + 3] == '1', part = tonumber(ARGV[at + 4]), used = 0, leaves = {},
    }
    longest = math.max(longest, windows[place].length + windows[place].step)
    at = at + 5
end
local function argument(number) return ARGV[at + number - 1] end

local function text(number) return string.format('%.0f', number) end

-- What is known. A key of which nothing is known begins with one request, as the server's data may have been lost.
local known, uses = {}, {}
local pairs_of_hash = redis.call('HGETALL', KEYS[1])
for place = 1, #pairs_of_hash, 2 do
    local length, leaves = string.match(pairs_of_hash[place], '^(%d+):(%d+)$')
    if length then
        uses[#uses + 1] = {
            field = pairs_of_hash[place], length = tonumber(length), leaves = tonumber(leaves),
            count = tonumber(pairs_of_hash[place + 1]),
        }
    else
        known[pairs_of_hash[place]] = tonumber(pairs_of_hash[place + 1])
    end
end
local NONE, WANTED = 0, 1
local probe = known.probe or WANTED
local taken = known.taken or micros
local frozen, paced = known.frozen or 0, math.min(known.paced or 0, now + longest)
local changes = { probe = probe, taken = taken }

for _, entry in ipairs(uses) do
    for _, window in ipairs(windows) do
        if window.length == entry.length then
            local latest = now + window.length + 2 * window.step
            if entry.leaves <= now then
                redis.call('HDEL', KEYS[1], entry.field)
            else
                if entry.leaves > latest then
                    -- The server's clock went back: nothing stays longer than a window from now.
                    redis.call('HDEL', KEYS[1], entry.field)
                    redis.call('HINCRBY', KEYS[1], text(window.length) .. ':' .. text(latest), entry.count)
                    entry.leaves = latest
                end
                window.leaves[#window.leaves + 1] = entry
            end
        end
    end
end

local function add(window, leaves, count)
    redis.call('HINCRBY', KEYS[1], text(window.length) .. ':' .. text(leaves), count)
    for _, entry in ipairs(window.leaves) do
        if entry.leaves == leaves then
            entry.count = entry.count + count
            return
        end
    end
    window.leaves[#window.leaves + 1] = { leaves = leaves, count = count }
end

local function settle_at(when, count)
    for _, window in ipairs(windows) do
        local step = window.exact and math.ceil(when / window.step) or math.floor(when / window.step) + 1
        local leaves = step * window.step + window.length
        if leaves > now then add(window, leaves, count) end
    end
end

-- Leases that are over count as settled at their end; they were counted from the beginning of a millisecond.
local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'WITHSCORES')
for place = 1, #over, 2 do
    redis.call('ZREM', KEYS[2], over[place])
    settle_at(tonumber(over[place + 1]) + 1, 1)
    if tonumber(over[place]) == known.probe_slot then
        probe = WANTED
    end
end
local reserved = redis.call('ZCARD', KEYS[2])

local function count_used()
    for place, window in ipairs(windows) do
        table.sort(window.leaves, function(one, other) return one.leaves < other.leaves end)
        window.used = 0
        for _, entry in ipairs(window.leaves) do
            window.used = window.used + entry.count
        end
        local name = text(window.length)
        -- The server's own limit, if it named one that is lower.
        local named = known['limit' .. name] or 0
        window.limit = named > 0 and math.min(named, window.documented) or window.documented
        window.background = math.max(1, window.limit - math.ceil(window.limit / window.part))
        window.until_ = math.min(known['until' .. name] or 0, now + window.length)
        window.unseen = window.until_ > now and (known['unseen' .. name] or 0) or 0
    end
end
count_used()

-- When so many of the used requests have left a window.
local function left(window, count)
    local gone = 0
    if count > 0 then
        for _, entry in ipairs(window.leaves) do
            gone = gone + entry.count
            if gone >= count then return entry.leaves end
        end
    end
    return now
end

local function free_at(window, background, wanted)
    local share = background and window.background or window.limit
    local lacking = window.used + window.unseen + reserved + wanted - share
    if lacking <= 0 then return now end
    if window.unseen > 0 and lacking <= window.used + window.unseen then
        local with_unseen = math.max(window.until_, left(window, lacking - window.unseen))
        if lacking <= window.used then return math.min(with_unseen, left(window, lacking)) end
        return with_unseen
    end
    if lacking <= window.used then return left(window, lacking) end
    local first = math.max(share, reserved + window.unseen)
    local rounds = 1 + math.ceil(math.max(0, lacking - window.used - first) / share)
    return now + window.length * rounds
end

-- Nothing if there is a slot, or else until when there is none, and why.
local function pause(background, ahead)
    if frozen > now then return frozen, 'frozen', 0 end
    if probe > now then return math.min(probe, now + 1000), 'probing', 0 end
    local latest, why, length = now, nil, 0
    for _, window in ipairs(windows) do
        local free = free_at(window, background, ahead + 1)
        if free > latest then
            latest, why, length = free, 'window', window.length
        end
    end
    if background and paced > latest then
        latest, why = paced, 'pace'
    end
    if not why and ahead > 0 then why = 'queue' end
    return latest, why, length
end

local function reserve(background, ahead, lease)
    local latest, why, length = pause(background, ahead)
    if why then return { 0, latest - now, why, length } end
    taken = taken + 1
    local is_probe = probe ~= NONE
    if is_probe then
        probe = math.max(now + lease, WANTED + 1)
        changes.probe_slot = taken
    end
    redis.call('ZADD', KEYS[2], text(now + lease), text(taken))
    reserved = reserved + 1
    if background then
        local pace = 0
        for _, window in ipairs(windows) do
            local slots = math.max(1, window.background - window.used - window.unseen - reserved)
            local time = window.used == 0 and window.length or left(window, 1) - now
            pace = math.max(pace, math.floor(time / slots))
        end
        paced = now + pace
    end
    return { 1, taken, is_probe and 1 or 0, 0 }
end

-- Takes in what the server says of a window, and for how long that counts.
local function learn(slot, place, named, remaining, reset)
    local window = windows[place]
    if not window then return end
    count_used()
    local before, name = window.limit, text(window.length)
    local limit = named and math.min(named, window.documented) or before
    changes['limit' .. name] = limit < window.documented and limit or 0
    local counted = remaining and math.max(0, limit - remaining) or 0
    local after = math.min(math.max(taken - slot, 0), reserved)
    -- A higher limit is for the next window: in this one, what it adds is held back.
    local unseen = math.max(0, counted - window.used - (reserved - after), limit - before)
    local latest = later + reset
    if window.unseen == 0 or unseen > window.unseen then
        changes['unseen' .. name], changes['until' .. name] = unseen, latest
    elseif unseen == window.unseen then
        changes['until' .. name] = math.max(window.until_, latest)
    end
end

local function settle(slot, is_probe, answered, freeze, place, named, remaining, reset)
    -- One whose lease is over counts from there, and once more: it may have come later.
    if redis.call('ZREM', KEYS[2], text(slot)) == 0 then
        is_probe = false
    else
        reserved = reserved - 1
    end
    settle_at(later, 1)
    learn(slot, place, named, remaining, reset)
    if freeze then
        frozen, probe = math.max(frozen, later + freeze), WANTED
    elseif is_probe then
        probe = answered and NONE or WANTED
    end
    return { 1 }
end

local function refund(slot, is_probe)
    if redis.call('ZREM', KEYS[2], text(slot)) == 1 and is_probe then
        probe = WANTED
    end
    return { 1 }
end

-- Requests that a worker sent while it could not reach us: how long ago they were answered, and how many.
local function catch_up()
    for place = 2, 2 * tonumber(argument(1)), 2 do
        settle_at(later - tonumber(argument(place)), tonumber(argument(place + 1)))
    end
    return { 1 }
end

local function snapshot()
    local answer = { reserved, math.max(0, frozen - now) }
    for _, window in ipairs(windows) do
        answer[#answer + 1] = window.limit
        answer[#answer + 1] = window.unseen
        answer[#answer + 1] = math.max(0, window.until_ - now)
        answer[#answer + 1] = #window.leaves
        for _, entry in ipairs(window.leaves) do
            answer[#answer + 1] = entry.leaves - now
            answer[#answer + 1] = entry.count
        end
    end
    return answer
end

local answer
if ARGV[1] == 'reserve' or ARGV[1] == 'reserve-background' then
    answer = reserve(ARGV[1] == 'reserve-background', tonumber(argument(1)), tonumber(argument(2)))
elseif ARGV[1] == 'settle' then
    answer = settle(
        tonumber(argument(1)), argument(2) == '1', argument(3) == '1', tonumber(argument(4)),
        tonumber(argument(5)), tonumber(argument(6)), tonumber(argument(7)), tonumber(argument(8))
    )
elseif ARGV[1] == 'refund' then
    answer = refund(tonumber(argument(1)), argument(2) == '1')
elseif ARGV[1] == 'catch-up' then
    answer = catch_up()
else
    -- Looking leaves nothing behind of a key that was never used.
    answer = snapshot()
    if not known.taken then return answer end
end

changes.probe, changes.taken, changes.frozen, changes.paced = probe, taken, frozen, paced
for name, value in pairs(changes) do
    redis.call('HSET', KEYS[1], name, text(value))
end
-- After this time nothing of it counts any more.
local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')
local ends = math.max(now, frozen, paced, tonumber(last[2] or 0)) + longest + 60000
redis.call('PEXPIRE', KEYS[1], text(ends - now))
redis.call('PEXPIRE', KEYS[2], text(ends - now))
return answer
