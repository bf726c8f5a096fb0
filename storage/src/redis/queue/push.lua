local id, due = unpack(ARGV)
-- It may have been taken and done since.
if redis.call('EXISTS', answers) == 1 then return 1 end
wait(id, due)
remember(1)
return 1
