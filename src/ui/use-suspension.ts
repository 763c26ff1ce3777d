import {useApp} from 'ink';
import {useEffect} from 'react';

/** Long enough for the signal to arrive. Where nothing can stop the program, it just goes on then. */
const signalTimeoutMs = 100;

/** Hands the terminal back and stops the program, each time `count` goes up; the shell's `fg` brings it back. */
export function useSuspension(count: number): void {
	const {suspendTerminal} = useApp();
	useEffect(() => {
		if (count > 0) void suspendTerminal(stopUntilContinued);
	}, [count, suspendTerminal]);
}

async function stopUntilContinued(): Promise<void> {
	// To the whole group, as the terminal's own Ctrl+Z would: npm and npx wait for us otherwise.
	process.kill(0, 'SIGTSTP');
	// While the program is stopped no timer runs: this one ends after it was continued.
	await new Promise(resolve => setTimeout(resolve, signalTimeoutMs));
}
