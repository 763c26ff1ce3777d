-- Sessions that hold locks on the tables which the sessions of this program wait for: NULL where this program waits, but
-- the user is no superuser and does not see who holds the lock.
SELECT DISTINCT holding.pid, trim(holding.txn_owner), holding.txn_start
FROM svv_transactions AS waiting
LEFT JOIN svv_transactions AS holding
	ON holding.relation = waiting.relation AND holding.granted = true AND holding.pid NOT IN (${main}, ${side})
WHERE waiting.pid IN (${main}, ${side}) AND waiting.granted = false
ORDER BY 1
