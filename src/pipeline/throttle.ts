/** Passes values on, but not too often; the last one always arrives. */
export type Throttle<T> = {
	push(value: T): void;
	/** Passes on at once what is held back, if anything is; nothing comes later. */
	flush(): void;
};

/** @param intervalMs Least time between two deliveries. */
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
