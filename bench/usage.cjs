// Loaded into a measured process: writes what it used when it exits.
const {writeFileSync} = require('node:fs');
const file = process.env.BENCH_USAGE;
process.on('exit', () => {
	const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
	const usage = {cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024};
	writeFileSync(String(file), JSON.stringify(usage));
});
