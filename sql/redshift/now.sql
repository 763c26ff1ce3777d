-- The views keep the loads of some days, and process ids repeat: what began before this is not of the load that follows.
SELECT GETDATE()
