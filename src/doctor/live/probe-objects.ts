/** An object that holds what no real file is sure to hold. A person may put it into the bucket; the program never writes there. */
export type ProbeObject = {
	readonly id: string;
	readonly question: string;
	readonly content: string;
	readonly table: string;
	/** The table's only one. */
	readonly column: 'n' | 's';
	readonly maxError: number;
};

/** Where the objects are looked for, in the bucket of the events. */
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
	probe('duplicate-keys', 'Which of two equal keys counts?', '{"s":"first","s":"second"}\n'),
	probe('nul', 'What becomes of a NUL character?', '{"s":"a\\u0000b"}\n'),
	probe('bom', 'Is a byte-order mark passed over?', '\uFEFF{"n":1}\n{"n":2}\n'),
	probe('array', 'How many errors is an array around two objects?', '[\n{"n":1},\n{"n":2}\n]\n'),
	probe('malformed', 'Where does reading go on after text that is no JSON?', '{"n":1\n{"n":2}\n{"n":3}\n'),
	probe(
		'line-numbers',
		'Which line is named of an object that spans lines 2 to 4?',
		'{"n":1}\n{\n"n":"x"\n}\n{"n":5}\n',
	),
];

export function probeKey({id}: ProbeObject): string {
	return `${probeFolder}${id}.json`;
}
