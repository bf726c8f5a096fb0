local now, worker, lease = unpack(ARGV)
local answered = redis.call('GET', answers)
if answered then return answered end

local id, due = first_due(now)
local ended, since = first_ended(now)
local is_again = ended and not (id and tonumber(due) < tonumber(since))
if is_again then id = ended end
if not id then return false end

-- Also where somebody has removed it, with what was held.
if redis.call('EXISTS', stream) == 0 then
    redis.call('XGROUP', 'CREATE', stream, GROUP, '$', 'MKSTREAM')
end
local entry, tries = false, 1
if is_again then
    entry = redis.call('HGET', entries, id)
    local before, delivered = nil, nil
    if entry then before, delivered = pending(entry) end
    if before and redis.call('XCLAIM', stream, GROUP, worker, 0, entry)[1] then
        tries = delivered + 1
        if before ~= worker then forget_idle(before) end
    else
        entry = false
    end
end
if not entry then
    entry = redis.call('XADD', stream, '*', 'id', id)
    redis.call('XREADGROUP', 'GROUP', GROUP, worker, 'STREAMS', stream, '>')
    redis.call('HSET', entries, id, entry)
end
redis.call('ZADD', leases, lease, id)
-- What was pushed while another held it is fulfilled as well, if it is due.
local again = redis.call('ZSCORE', waiting, id)
if again and tonumber(again) <= tonumber(now) then redis.call('ZREM', waiting, id) end
return remember(entry .. ' ' .. tries .. ' ' .. id)
