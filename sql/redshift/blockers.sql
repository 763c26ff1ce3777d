-- Sessions that hold the table locks this program's sessions are waiting for. NULL if this program is waiting but the
-- user is not a superuser and cannot see the lock holder.
SELECT DISTINCT holding.pid, trim(holding.txn_owner), holding.txn_start
FROM svv_transactions AS waiting
LEFT JOIN svv_transactions AS holding
	ON holding.relation = waiting.relation AND holding.granted = true AND holding.pid NOT IN (${main}, ${side})
WHERE waiting.pid IN (${main}, ${side}) AND waiting.granted = false
ORDER BY 1
