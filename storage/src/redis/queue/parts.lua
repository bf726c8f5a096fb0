-- What the scripts of a queue share. Each of them is this and its own file, and is run as a whole
-- or not at all. All of it may be run twice: the answer to the first one may be lost on its way.

local waiting, leases, entries, stream, answers = unpack(KEYS)
local GROUP = 'workers'

-- Tells of a call that has been run what it answered, for longer than anybody sends it again.
local function remember(answer)
    redis.call('SET', answers, answer, 'PX', 60000)
    return answer
end

local function wait(id, due)
    local before = redis.call('ZSCORE', waiting, id)
    if not before or tonumber(due) < tonumber(before) then
        redis.call('ZADD', waiting, due, id)
    end
end

-- Whether the stream can be read: somebody may have removed it, or its group.
local function is_open()
    return redis.call('EXISTS', stream) == 1 and #redis.call('XINFO', 'GROUPS', stream) > 0
end

-- Who has an entry of the stream, and how often it was delivered.
local function pending(entry)
    if not is_open() then return nil end
    local found = redis.call('XPENDING', stream, GROUP, entry, entry, 1)[1]
    if found then return found[2], found[4] end
end

-- The stream remembers every worker there ever was, unless those with nothing to do are removed.
local function forget_idle(worker)
    if #redis.call('XPENDING', stream, GROUP, '-', '+', 1, worker) == 0 then
        redis.call('XGROUP', 'DELCONSUMER', stream, GROUP, worker)
    end
end

local function is_held(id, entry, tries)
    if redis.call('HGET', entries, id) ~= entry then return false end
    local _, delivered = pending(entry)
    return delivered == tonumber(tries)
end

local function let_go(id, entry)
    local worker = pending(entry)
    redis.call('ZREM', leases, id)
    redis.call('HDEL', entries, id)
    if worker then
        redis.call('XACK', stream, GROUP, entry)
        forget_idle(worker)
    end
    redis.call('XDEL', stream, entry)
end

-- Which of those that nobody holds is due first, and when, if it is by then.
local function first_due(by)
    local seen = 0
    while true do
        local found = redis.call(
            'ZRANGEBYSCORE', waiting, '-inf', by, 'WITHSCORES', 'LIMIT', seen, 16)
        for at = 1, #found, 2 do
            if not redis.call('ZSCORE', leases, found[at]) then return found[at], found[at + 1] end
        end
        if #found < 32 then return nil end
        seen = seen + 16
    end
end

-- Whose lease ends first, and when, if it does by then.
local function first_ended(by)
    local found = redis.call('ZRANGEBYSCORE', leases, '-inf', by, 'WITHSCORES', 'LIMIT', 0, 1)
    return found[1], found[2]
end
