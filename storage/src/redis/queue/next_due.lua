local _, due = first_due('+inf')
local _, ended = first_ended('+inf')
if due and ended and tonumber(ended) < tonumber(due) then return ended end
return due or ended or false
