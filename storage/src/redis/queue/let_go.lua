local id, entry, tries, due = unpack(ARGV)
if redis.call('EXISTS', answers) == 1 then return 1 end
if not is_held(id, entry, tries) then return 0 end
let_go(id, entry)
if due then wait(id, due) end
remember(1)
return 1
