-- Sessions that hold locks on the tables which the sessions of this program wait for.
SELECT DISTINCT holding.pid, trim(holding.txn_owner), holding.txn_start
FROM svv_transactions AS holding
JOIN svv_transactions AS waiting ON waiting.relation = holding.relation
WHERE waiting.pid IN (${main}, ${side}) AND waiting.granted = false
	AND holding.pid NOT IN (${main}, ${side}) AND holding.granted = true
ORDER BY 1
