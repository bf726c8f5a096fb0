local now, worker, lease = unpack(ARGV)
local answered = redis.call('GET', answers)
if answered then return answered end

local id, due = first_due(now)
local ended, since = first_ended(now)
local is_again = ended and not (id and tonumber(due) < tonumber(since))
if is_again then id = ended end
if not id then return false end

if not is_open() then redis.call('XGROUP', 'CREATE', stream, GROUP, '$', 'MKSTREAM') end
local entry, tries = false, 1
if is_again then
    local held = redis.call('HGET', entries, id)
    local before, delivered = nil, nil
    if held then before, delivered = pending(held) end
    if before and redis.call('XCLAIM', stream, GROUP, worker, 0, held)[1] then
        entry, tries = held, delivered + 1
    elseif held then
        -- Somebody has removed what tells who has it.
        redis.call('XACK', stream, GROUP, held)
        redis.call('XDEL', stream, held)
    end
    if before and before ~= worker then forget_idle(before) end
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
