import type {KeyNames} from '../keys/key-table.js';

export type TourStep = {
	/** The text, given what the user presses or types for a command. */
	readonly text: (key: KeyNames) => string;
	/** The same for printed lines, where there is no screen to look at. */
	readonly plain?: (key: KeyNames) => string;
};

/** The steps of the tour, in order. */
export const tourSteps: readonly TourStep[] = [
	{
		text: key =>
			`The stages of the load are on the left, and the selected one here: what it does, its SQL, what it would destroy. Press ${key('run-stage')} to run it.`,
		plain: key =>
			`The load has stages, and a question about each: what it does, what it reads, what it would destroy. Press ${key('run-stage')} to run it.`,
	},
	{
		text: key =>
			`${key('show-sql')} shows all its SQL, ${key('dry-run')} rehearses it without changing anything. ${key('run-all')} runs all stages that remain; Ctrl+C cancels.`,
	},
	{
		text: key =>
			`The notebook. Type SELECT level, count(*) FROM songplays GROUP BY level; and press ${key('enter')} after the semicolon.`,
	},
	{
		text: key =>
			`${key('leave-editor')} leaves the input. Then ↑ and ↓ select a cell, ${key('next-chart')} draws its result as a chart. Press ${key('open-result')} on a cell to see its result full screen.`,
		plain: () =>
			'\\cells lists the cells, \\show prints one again. \\chart describes the last result as a chart, \\more prints more of its rows, \\row 1 all of a row.',
	},
	{
		text: key =>
			`${key('close')} goes back to the cells, ${key('open-stages')} to the stages, where ${key('browse-files')} browses files. Press ${key('open-gallery')} for the ready queries.`,
		plain: key =>
			`${key('open-gallery')} lists the ready queries. ${key('open-stages')} goes to the stages, where ${key('browse-files')} chooses other files.`,
	},
	{
		text: key =>
			`${key('save')} saves the cells as Markdown, ${key('quit')} at the stages quits. The next start in this folder goes on here. ${key('help')} shows all keys and, with ${key('start-tour')}, this tour.`,
		plain: key =>
			`${key('save')} saves the cells as Markdown, ${key('quit')} quits. The next start in this folder goes on here. ${key('help')} lists what can be typed, ${key('start-tour')} prints this tour.`,
	},
];
