-- Years 1 to 9999 in milliseconds since 1970; COPY accepts any 64-bit number.
DELETE FROM staging_events WHERE ts < ${least} OR ts > ${most}
