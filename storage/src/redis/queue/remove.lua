local id = ARGV[1]
-- It may have been pushed again since.
if redis.call('EXISTS', answers) == 1 then return 1 end
redis.call('ZREM', waiting, id)
local entry = redis.call('HGET', entries, id)
if entry then let_go(id, entry) end
redis.call('ZREM', leases, id)
remember(1)
return 1
