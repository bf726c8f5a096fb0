local now = ARGV[1]
local ended = redis.call('ZCOUNT', leases, '-inf', now)
local held = redis.call('ZCARD', leases) - ended
local due = redis.call('ZCOUNT', waiting, '-inf', now)
local later = redis.call('ZCARD', waiting) - due
-- What waits and is held is counted as held.
for _, id in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
    local again = redis.call('ZSCORE', waiting, id)
    if again and tonumber(again) <= tonumber(now) then
        due = due - 1
    elseif again then
        later = later - 1
    end
end
return { later, due + ended, held }
