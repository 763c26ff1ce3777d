import test from 'ava';
import {keyLabel} from '../../../src/ui/keys/key-label.js';
import {fitLine, flowParts, lineWidth, span, spread, wrapLine} from '../../../src/ui/lines/line.js';
import {moveSelection, scrollTo} from '../../../src/ui/lines/scroll-to.js';
import {textOf} from '../harness.js';

test('cuts a line to its width, with an ellipsis in the style of the cut piece', t => {
	const line = [span('abc', {bold: true}), span('defg')];
	t.is(fitLine(line, 7), line);
	t.deepEqual(fitLine(line, 6), [span('abc', {bold: true}), span('de…')]);
	t.deepEqual(textOf([fitLine(line, 3)]), ['ab…']);
	t.deepEqual(textOf([fitLine([span('日本語')], 5)]), ['日本…']);
	t.deepEqual(textOf([fitLine(line, 0)]), ['']);
});

test('puts two parts at the edges and cuts the left one', t => {
	t.deepEqual(textOf([spread([span('left')], [span('right')], 12)]), ['left   right']);
	t.deepEqual(textOf([spread([span('much too long')], [span('right')], 12)]), ['much … right']);
	t.is(lineWidth(spread([], [span('x')], 12)), 12);
});

test('wraps a line at spaces and keeps the style of its pieces', t => {
	const line = [span('Y to replace 97 rows.', {bold: true}), span(' Enter goes on.')];
	t.deepEqual(wrapLine(line, 15), [
		[span('Y to replace 97', {bold: true})],
		[span('rows.', {bold: true}), span(' Enter')],
		[span('goes on.')],
	]);
	t.deepEqual(textOf(wrapLine([span('日本語日本語')], 5)), ['日本', '語日', '本語']);
});

test('flows parts onto lines without breaking them', t => {
	t.deepEqual(flowParts(['a b', 'c', 'd e'], 7), ['a b · c', 'd e']);
	t.deepEqual(flowParts([], 7), []);
});

test('scrolls a list as little as possible to show the selected entry', t => {
	t.deepEqual(moveSelection({top: 0, selected: 0}, 4, 10, 5), {top: 0, selected: 4});
	t.deepEqual(moveSelection({top: 0, selected: 4}, 5, 10, 5), {top: 1, selected: 5});
	t.deepEqual(moveSelection({top: 5, selected: 5}, 3, 10, 5), {top: 3, selected: 3});
	t.deepEqual(moveSelection({top: 5, selected: 9}, 99, 10, 5), {top: 5, selected: 9});
	t.deepEqual(moveSelection({top: 5, selected: 9}, 9, 3, 5), {top: 0, selected: 2});
	t.deepEqual(moveSelection({top: 0, selected: 0}, 3, 0, 5), {top: 0, selected: 0});
	t.is(scrollTo(9, 10, 4), 6);
	t.is(scrollTo(-1, 10, 4), 0);
	t.is(scrollTo(3, 2, 4), 0);
});

test('formats key names for display', t => {
	t.is(keyLabel('ctrl+j'), 'Ctrl+J');
	t.is(keyLabel('shift+tab'), 'Shift+Tab');
	t.is(keyLabel('y'), 'y');
	t.is(keyLabel('+'), '+');
	t.is(keyLabel(' '), 'Space');
	t.is(keyLabel('pageup'), 'PgUp');
});
