import {
  changeReadingSettings,
  useReadingSettings,
  usualReading,
  type ReadingSettings,
} from '../../app/reading-settings.ts'
import { useWords } from '../../app/words.tsx'
import {
  Button,
  Dialog,
  DialogTrigger,
  IconButton,
  Popover,
  RadioGroup,
  Segment,
  Segments,
  Switch,
} from '../../design/index.ts'
import { messages } from '../reading-messages.ts'

/** How the text is set and what shows of the codings, for the person who reads. It takes effect at once. */
export function ReadingMenu() {
  const t = useWords(messages)
  return (
    <DialogTrigger>
      <IconButton size="small" aria-label={t('reading.open')}>
        <span className="coding-reading-sign" aria-hidden="true">
          Aa
        </span>
      </IconButton>
      <Popover placement="bottom end">
        <Dialog title={t('reading.title')}>
          <Choices />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Choices() {
  const t = useWords(messages)
  const settings = useReadingSettings()
  return (
    <div className="coding-reading">
      <Steps
        label={t('reading.size')}
        name="size"
        choices={[
          ['0.85', t('reading.size.small')],
          ['1', t('reading.usual')],
          ['1.15', '115%'],
          ['1.35', '135%'],
          ['1.6', '160%'],
          ['2', '200%'],
        ]}
      />
      <Steps
        label={t('reading.measure')}
        name="measure"
        choices={[
          ['narrow', t('reading.narrow')],
          ['usual', t('reading.usual')],
          ['wide', t('reading.wide')],
        ]}
      />
      <Steps
        label={t('reading.lines')}
        name="lines"
        choices={[
          ['close', t('reading.close')],
          ['usual', t('reading.usual')],
          ['far', t('reading.far')],
          ['farther', t('reading.farther')],
        ]}
      />
      <Steps
        label={t('reading.letters')}
        name="letters"
        choices={[
          ['usual', t('reading.usual')],
          ['far', t('reading.far')],
          ['farther', t('reading.farther')],
        ]}
      />
      <Steps
        label={t('reading.words')}
        name="words"
        choices={[
          ['usual', t('reading.usual')],
          ['far', t('reading.far')],
          ['farther', t('reading.farther')],
        ]}
      />
      <Switch
        isSelected={settings.contrast === 'more'}
        onChange={(isOn) => changeReadingSettings({ contrast: isOn ? 'more' : 'system' })}
      >
        {t('reading.contrast')}
      </Switch>
      <Switch
        isSelected={settings.motion === 'still'}
        onChange={(isOn) => changeReadingSettings({ motion: isOn ? 'still' : 'system' })}
      >
        {t('reading.motion')}
      </Switch>
      <RadioGroup
        label={t('reading.codings')}
        choices={[
          { id: 'all', label: t('reading.codings.all') },
          { id: 'mine', label: t('reading.codings.mine') },
          { id: 'none', label: t('reading.codings.none') },
        ]}
        value={settings.codings}
        onChange={(codings) => changeReadingSettings({ codings })}
      />
      <p>{t('reading.kept')}</p>
      <Button size="small" onPress={() => changeReadingSettings(usualReading)}>
        {t('reading.reset')}
      </Button>
    </div>
  )
}

type Stepped = 'size' | 'measure' | 'lines' | 'letters' | 'words'

function Steps<Name extends Stepped>({
  label,
  name,
  choices,
}: {
  label: string
  name: Name
  choices: readonly (readonly [id: ReadingSettings[Name], label: string])[]
}) {
  const settings = useReadingSettings()
  return (
    <div className="coding-reading-steps">
      <span>{label}</span>
      <Segments
        aria-label={label}
        selectedKeys={[settings[name]]}
        onSelectionChange={(keys) => {
          const chosen = choices.find(([id]) => keys.has(id))
          if (chosen) changeReadingSettings({ [name]: chosen[0] })
        }}
      >
        {choices.map(([id, words]) => (
          <Segment key={id} id={id}>
            {words}
          </Segment>
        ))}
      </Segments>
    </div>
  )
}
