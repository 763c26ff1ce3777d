import test from 'ava';
import {positionOf, positionText} from '../../src/plain/stage-position.js';
import {stageIds} from '../../src/star/stages.js';
import {ordinal} from '../support/stage-numbers.js';

test('counts positions among the requested stages', t => {
	t.deepEqual(positionOf('verify', ['connect', 'verify']), {stage: 'verify', number: 2, total: 2, width: 7});
	t.throws(() => positionOf('load-time', ['connect', 'verify']), {message: /load-time/});
});

test('aligns positions', t => {
	t.is(positionText(positionOf('stage-events', stageIds)), `${ordinal('stage-events')}  stage-events    `);
	t.is(
		positionText(positionOf('load-songplays', stageIds)),
		`${ordinal('load-songplays')}  load-songplays  `,
	);
	t.is(positionText(positionOf('verify', stageIds)), `${ordinal('verify')}  verify          `);
});
