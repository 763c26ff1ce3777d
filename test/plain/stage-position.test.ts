import test from 'ava';
import {positionOf, positionText} from '../../src/plain/stage-position.js';
import {stageIds} from '../../src/star/stages.js';

test('counts positions among the requested stages', t => {
	t.deepEqual(positionOf('verify', ['connect', 'verify']), {stage: 'verify', number: 2, total: 2, width: 7});
	t.throws(() => positionOf('load-time', ['connect', 'verify']), {message: /load-time/});
});

test('aligns positions', t => {
	t.is(positionText(positionOf('stage-events', stageIds)), ' 4 of 11  stage-events    ');
	t.is(positionText(positionOf('load-songplays', stageIds)), ' 6 of 11  load-songplays  ');
	t.is(positionText(positionOf('verify', stageIds)), '11 of 11  verify          ');
});
