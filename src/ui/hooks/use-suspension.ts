import {useApp} from 'ink';
import {useEffect} from 'react';

/** Long enough for the signal to arrive. If nothing can stop the program, it continues after this. */
const signalTimeoutMs = 100;

/** Restores the terminal and stops the program each time `count` increases; the shell's `fg` continues it. */
export function useSuspension(count: number): void {
	const {suspendTerminal} = useApp();
	useEffect(() => {
		if (count > 0) void suspendTerminal(stopUntilContinued);
	}, [count, suspendTerminal]);
}

async function stopUntilContinued(): Promise<void> {
	// Signal the entire process group, as the terminal's own Ctrl+Z does; npm and npx would wait for us otherwise.
	process.kill(0, 'SIGTSTP');
	// Timers don't run while the program is stopped, so this one fires after it continues.
	await new Promise(resolve => setTimeout(resolve, signalTimeoutMs));
}
