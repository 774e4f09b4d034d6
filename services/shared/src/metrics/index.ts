export { gaugeWhenScraped, type Sample, type ScrapedGauge } from './gauge.ts';
