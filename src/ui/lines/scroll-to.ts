/** The visible part of a long list. */
type ListWindow = {readonly top: number; readonly selected: number};

/** Selects an entry and scrolls as little as possible to keep it visible. */
export function moveSelection(window: ListWindow, to: number, total: number, height: number): ListWindow {
	const selected = Math.max(0, Math.min(to, total - 1));
	const lowest = Math.max(0, total - height);
	const top = Math.min(lowest, selected, Math.max(window.top, selected - height + 1));
	return {top, selected};
}

/** The first visible line after scrolling to `to`. */
export function scrollTo(to: number, total: number, height: number): number {
	return Math.max(0, Math.min(to, total - height));
}
