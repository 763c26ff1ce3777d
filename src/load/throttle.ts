/** Delivers values at a limited rate. The last value is always delivered. */
export type Throttle<T> = {
	push(value: T): void;
	/** Delivers a pending value at once; nothing is delivered later. */
	flush(): void;
};

/** @param intervalMs Minimum time between deliveries. */
export function throttle<T>(deliver: (value: T) => void, intervalMs: number): Throttle<T> {
	let held: {readonly value: T} | undefined;
	let timer: NodeJS.Timeout | undefined;

	function release(): void {
		timer = undefined;
		if (held === undefined) return;
		const {value} = held;
		held = undefined;
		timer = setTimeout(release, intervalMs);
		deliver(value);
	}

	return {
		push(value) {
			held = {value};
			if (timer === undefined) release();
		},
		flush() {
			clearTimeout(timer);
			release();
			clearTimeout(timer);
			timer = undefined;
		},
	};
}
