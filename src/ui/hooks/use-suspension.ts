import {useApp, useStdout} from 'ink';
import {useEffect, useRef} from 'react';
import {mouseOff, mouseOn} from '../keys/mouse-input.js';

/** Gives the terminal to other work, and draws the notebook again afterwards. */
export type SuspendTerminal = (work: () => Promise<void>) => Promise<void>;

/**
Passes on Ink's function that restores the terminal while other work uses it.
@param hasMouse Whether the terminal reports the mouse otherwise.
*/
export function useSuspension(
	onReady: ((suspend: SuspendTerminal) => void) | undefined,
	hasMouse: boolean,
): void {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	/** A signal may end the program during the work. */
	const isMounted = useRef(false);
	useEffect(() => {
		isMounted.current = true;
		onReady?.(async work =>
			suspendTerminal(async () => {
				if (hasMouse) stdout.write(mouseOff);
				try {
					await work();
				} finally {
					if (hasMouse && isMounted.current) stdout.write(mouseOn);
				}
			}),
		);
		return () => {
			isMounted.current = false;
		};
	}, [onReady, suspendTerminal, stdout, hasMouse]);
}
