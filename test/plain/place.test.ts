import test from 'ava';
import {stageIds} from '../../src/pipeline/stage.js';
import {placeOf, placeText} from '../../src/plain/place.js';

test('a place is counted among the stages that were asked for', t => {
	t.deepEqual(placeOf('verify', ['connect', 'verify']), {stage: 'verify', number: 2, total: 2, width: 7});
	t.throws(() => placeOf('load-time', ['connect', 'verify']), {message: /load-time/});
});

test('places line up', t => {
	t.is(placeText(placeOf('stage-events', stageIds)), ' 4 of 11  stage-events    ');
	t.is(placeText(placeOf('load-songplays', stageIds)), ' 6 of 11  load-songplays  ');
	t.is(placeText(placeOf('verify', stageIds)), '11 of 11  verify          ');
});
