import prettyBytes from 'pretty-bytes';

/** Formats a whole number with separators: `8,056`. */
export function count(n: number | bigint): string {
	const rounded = typeof n === 'bigint' ? n : Math.round(n);
	return String(rounded).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Formats a size in powers of 1,000 with at most one decimal: `512 B`, `3.7 MB`. */
export function bytes(n: number): string {
	return prettyBytes(n, {maximumFractionDigits: 1});
}

/** Formats milliseconds: `12 ms`, `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(ms: number): string {
	if (Math.round(ms) < 100) return `${Math.max(0, Math.round(ms))} ms`;
	const tenths = Math.round(ms / 100);
	if (tenths < 100) return `${(tenths / 10).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	const minutes = Math.round(seconds / 60);
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Formats a speed with three significant digits, readable even when updated often: `12,300 rows/s`. */
export function rate(rows: number, ms: number): string {
	if (ms <= 0) return '– rows/s';
	const perSecond = (rows * 1000) / ms;
	return `${count(perSecond < 1000 ? perSecond : Number(perSecond.toPrecision(3)))} rows/s`;
}

/** A number with its noun: `1 file`, `1,500 files`. */
export function plural(n: number, noun: string): string {
	return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}
