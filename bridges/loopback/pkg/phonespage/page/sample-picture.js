const width = 1200;
const height = 900;
const between = (low, high) => low + Math.random() * (high - low);

/** A landscape nobody has seen before, as a photograph from a phone would come: a JPEG with a name. */
export async function samplePicture() {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const draw = canvas.getContext('2d');
  const hue = between(170, 400);
  sky(draw, hue);
  sun(draw, hue);
  for (let layer = 0; layer < 5; layer += 1) hills(draw, hue, layer);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.86); });
  return new File([blob], `IMG_${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}.jpg`, { type: 'image/jpeg' });
}

function sky(draw, hue) {
  const colours = draw.createLinearGradient(0, 0, 0, height);
  colours.addColorStop(0, `hsl(${hue} 45% 62%)`);
  colours.addColorStop(0.7, `hsl(${hue + 35} 65% 86%)`);
  draw.fillStyle = colours;
  draw.fillRect(0, 0, width, height);
}

function sun(draw, hue) {
  draw.fillStyle = `hsl(${hue + 55} 90% 92%)`;
  draw.beginPath();
  draw.arc(between(200, 1000), between(200, 380), between(50, 90), 0, 2 * Math.PI);
  draw.fill();
}

function hills(draw, hue, layer) {
  const base = 430 + layer * 95;
  const waves = [between(1, 2), between(2.5, 4), between(5, 8)].map((often) => ({ often, high: between(20, 70) / often, from: between(0, 7) }));
  draw.fillStyle = `hsl(${hue + 10} ${24 + layer * 4}% ${64 - layer * 12}%)`;
  draw.beginPath();
  draw.moveTo(0, height);
  for (let x = 0; x <= width; x += 8) {
    const rise = waves.reduce((sum, { often, high, from }) => sum + high * Math.sin((x / width) * often * 6 + from), 0);
    draw.lineTo(x, base + rise);
  }
  draw.lineTo(width, height);
  draw.fill();
}
