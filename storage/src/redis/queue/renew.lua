local id, entry, tries, lease = unpack(ARGV)
if not is_held(id, entry, tries) then return 0 end
redis.call('ZADD', leases, lease, id)
return 1
