import {useApp} from 'ink';
import {useEffect} from 'react';

/** Gives the terminal to other work, and draws the notebook again afterwards. */
export type SuspendTerminal = (work: () => Promise<void>) => Promise<void>;

/** Passes on Ink's function that restores the terminal while other work uses it. */
export function useSuspension(onReady: ((suspend: SuspendTerminal) => void) | undefined): void {
	const {suspendTerminal} = useApp();
	useEffect(() => onReady?.(suspendTerminal), [onReady, suspendTerminal]);
}
