import {useInput, usePaste, useStdin} from 'ink';
import {useEffect, useEffectEvent} from 'react';
import {type KeyPress, nameKeys, nameRawKey} from './keys/key-press.js';

/** Hands on every key and every paste, under the names of the key table. */
export function useKeys(onKey: (press: KeyPress) => void, onPaste: (text: string) => void): void {
	useInput((input, key) => {
		for (const press of nameKeys(input, key)) onKey(press);
	});
	// Asks the terminal to mark pastes: whatever comes without the marks was typed.
	usePaste(onPaste);

	// Function keys reach `useInput` without a name, if at all: their bytes are read beside it.
	const {stdin} = useStdin();
	const onChunk = useEffectEvent((chunk: Buffer | string) => {
		const press = nameRawKey(String(chunk));
		if (press !== undefined) onKey(press);
	});
	useEffect(() => {
		stdin.on('data', onChunk);
		return () => {
			stdin.off('data', onChunk);
		};
	}, [stdin]);
}
