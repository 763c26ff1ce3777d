/** Long enough for the signal to arrive. If nothing can stop the program, it continues after this. */
const signalTimeoutMs = 100;

/** Stops the program, as Ctrl+Z does in other programs, until the shell's `fg` continues it. */
export async function stopUntilContinued(): Promise<void> {
	// Signal the entire process group, as the terminal's own Ctrl+Z does; npm and npx would wait for us otherwise.
	process.kill(0, 'SIGTSTP');
	// Timers don't run while the program is stopped, so this one fires after it continues.
	await new Promise(resolve => setTimeout(resolve, signalTimeoutMs));
}
