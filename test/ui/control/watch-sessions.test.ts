import test from 'ava';
import type {PipelineEvent} from '../../../src/load/events.js';
import {watchSessions} from '../../../src/ui/control/watch-sessions.js';
import {spinner} from '../../../src/ui/lines/theme.js';
import type {UiAction} from '../../../src/ui/state/ui-action.js';

test('moves the clock in whole seconds with reduced motion, so that the spinner stands still', t => {
	const actions: UiAction[] = [];
	let report: (event: PipelineEvent) => void = () => {};
	const state = {running: undefined, task: undefined, document: {running: undefined}};
	const stop = watchSessions({
		session: {
			onEvent(listener: typeof report) {
				report = listener;
				return () => {};
			},
		},
		notebook: {subscribe: () => () => {}},
		file: {},
		store: {
			dispatch: (action: UiAction) => void actions.push(action),
			getState: () => state,
			subscribe: () => () => {},
		},
		reducesMotion: true,
	} as unknown as Parameters<typeof watchSessions>[0]);
	report({type: 'stage-started', stage: 'connect', at: 0});
	stop();
	const [action] = actions;
	t.is(action?.type, 'load-changed');
	const now = action?.type === 'load-changed' ? action.now : 1;
	t.is(now % 1000, 0);
	t.is(spinner(now), spinner(now + 1000));
});
