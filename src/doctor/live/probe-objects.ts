/** An object with content that real files may lack. The user may put it into the bucket; the program never writes there. */
export type ProbeObject = {
	readonly id: string;
	readonly question: string;
	readonly content: string;
	readonly table: string;
	/** The table's only column. */
	readonly column: 'n' | 's';
	readonly maxError: number;
};

/** The folder of the objects in the bucket of the events. */
export const probeFolder = 'sparkify-tui-doctor/';

const probe = (id: string, question: string, content: string, maxError = 100): ProbeObject => ({
	id,
	question,
	content,
	maxError,
	column: content.includes('"s"') ? 's' : 'n',
	table: `doctor_probe_${id.replaceAll('-', '_')}`,
});

export const probeObjects: readonly ProbeObject[] = [
	probe('fraction', 'What does 1.5 become in an INTEGER?', '{"n":1.5}\n'),
	probe(
		'whole-float',
		'Does 1540919166796.0 become a BIGINT?',
		'{"n":1540919166796.0}\n{"n":1.540919166796E12}\n',
	),
	probe('boolean', 'What does true become in an INTEGER?', '{"n":true}\n'),
	probe('duplicate-keys', 'Which of two equal keys wins?', '{"s":"first","s":"second"}\n'),
	probe('nul', 'What happens to a NUL character?', '{"s":"a\\u0000b"}\n'),
	probe('bom', 'Is a byte-order mark skipped?', '\uFEFF{"n":1}\n{"n":2}\n'),
	probe('array', 'How many errors does an array around two objects cause?', '[\n{"n":1},\n{"n":2}\n]\n'),
	probe('malformed', 'Where does reading resume after text that is not JSON?', '{"n":1\n{"n":2}\n{"n":3}\n'),
	probe(
		'line-numbers',
		'Which line is reported for an object that spans lines 2 to 4?',
		'{"n":1}\n{\n"n":"x"\n}\n{"n":5}\n',
	),
];

export function probeKey({id}: ProbeObject): string {
	return `${probeFolder}${id}.json`;
}
