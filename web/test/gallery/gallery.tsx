import '../../src/app/strict-policy.ts'
import '../../src/design/base.css'
import './gallery.css'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ProblemError, UnreachableError } from '../../src/app/problem.ts'
import { WordsProvider } from '../../src/app/words.tsx'
import * as d from '../../src/design/index.ts'
import { Arranged } from './arranged.tsx'

const codes = [
  { id: 'only', label: 'Only one like me', colour: 1, hint: 'Feelings of exclusion' },
  { id: 'drink', label: 'Events centred on drinking', colour: 2, hint: 'Feelings of exclusion' },
  { id: 'hoops', label: 'Hoops to reach help', colour: 8, hint: 'Failures of support' },
  { id: 'old', label: 'Older years', colour: 4, isDisabled: true },
] as const

const people = [
  { id: 'P2', site: 'A', year: 3, words: 8211 },
  { id: 'P10', site: 'B', year: null, words: 912 },
  { id: 'P1', site: 'A', year: 1, words: 10432 },
]

function Gallery() {
  const [code, setCode] = useState<(typeof codes)[number]['id'] | null>(null)
  const [stance, setStance] = useState<'yes' | 'no' | 'open' | null>('open')
  const [picked, setPicked] = useState<('a' | 'b')[]>(['b'])
  const [ticked, setTicked] = useState<Set<string>>(new Set())
  const [opened, setOpened] = useState('')
  const [confirmed, setConfirmed] = useState(0)
  const [files, setFiles] = useState<string[]>([])
  return (
    <d.Page
      title="Every component"
      lede="Drawn together, to be looked at and to be tested."
      actions={<d.Button tone="primary">New study</d.Button>}
      above={
        <d.Breadcrumbs
          steps={[{ label: 'Participants', href: '#participants' }, { label: 'P012' }]}
        />
      }
    >
      <div className="gallery">
        <d.Card title="Buttons" aside="four tones">
          <div className="gallery-row">
            <d.Button tone="primary">Save</d.Button>
            <d.Button>Change</d.Button>
            <d.Button tone="plain">See changes</d.Button>
            <d.Button tone="danger">Remove</d.Button>
            <d.Button isDisabled>Not now</d.Button>
            <d.Button size="small">Small</d.Button>
            <d.Tooltip text="More to do">
              <d.IconButton aria-label="More">
                <d.Icon name="more" />
              </d.IconButton>
            </d.Tooltip>
            <d.ButtonLink href="#there">Go there</d.ButtonLink>
          </div>
          <div className="gallery-row">
            <d.Segments aria-label="Mode" defaultSelectedKeys={['code']}>
              <d.Segment id="code">Code</d.Segment>
              <d.Segment id="correct">Correct</d.Segment>
              <d.Segment id="read">Read</d.Segment>
            </d.Segments>
            <d.Button size="large" tone="primary">
              Continue
            </d.Button>
          </div>
        </d.Card>
        <d.Card title="Fields">
          <d.TextField label="Title" hint="As it stands in your protocol." />
          <d.TextField label="E-mail" error="There is no @ in it." defaultValue="nobody" />
          <d.TextArea
            label="Definition"
            serif
            defaultValue="Social life organised around alcohol."
          />
          <d.SearchField label="Find or add a code" shortcut={<d.Kbd>/</d.Kbd>} />
        </d.Card>
        <d.Card title="Choices">
          <d.Select label="Role" choices={codes} value={code} onChange={setCode} />
          <d.ComboBox
            label="Code"
            choices={codes}
            value={code}
            onChange={setCode}
            placeholder="Type a few letters"
          />
          <d.RadioGroup
            label="May be quoted"
            framed
            choices={[
              { id: 'yes', label: 'Yes' },
              { id: 'no', label: 'No', hint: 'Never leaves the study.' },
              { id: 'open', label: 'Not recorded' },
            ]}
            value={stance}
            onChange={setStance}
          />
        </d.Card>
        <d.Card title="Ticks">
          <d.CheckboxGroup
            label="Sites"
            choices={[
              { id: 'a', label: 'Site A' },
              { id: 'b', label: 'Site B', hint: 'two members' },
            ]}
            value={picked}
            onChange={setPicked}
          />
          <d.Checkbox isIndeterminate>Some of them</d.Checkbox>
          <d.Checkbox hint="We keep your name and the date.">
            These files are pseudonymised already
          </d.Checkbox>
          <d.Switch defaultSelected>Show the stripes</d.Switch>
          <d.Switch>Show line numbers</d.Switch>
        </d.Card>
        <d.Card title="Over the page">
          <div className="gallery-row">
            <d.MenuTrigger>
              <d.Button>Menu</d.Button>
              <d.Menu>
                <d.MenuSection title="Code">
                  <d.MenuItem shortcut={<d.Kbd>F2</d.Kbd>}>Rename</d.MenuItem>
                  <d.MenuItem hint="Its codings stay">Retire</d.MenuItem>
                </d.MenuSection>
                <d.MenuItem tone="danger" onAction={() => setOpened('removed')}>
                  Remove
                </d.MenuItem>
              </d.Menu>
            </d.MenuTrigger>
            <d.DialogTrigger>
              <d.Button>Modal</d.Button>
              <d.Modal
                title="New participant"
                footer={(close) => (
                  <>
                    <d.Button onPress={close}>Cancel</d.Button>
                    <d.Button tone="primary" onPress={close}>
                      Add
                    </d.Button>
                  </>
                )}
              >
                <d.TextField label="Year group" />
              </d.Modal>
            </d.DialogTrigger>
            <d.DialogTrigger>
              <d.Button tone="danger">Remove the study</d.Button>
              <d.ConfirmDialog
                title="Remove the study?"
                action="Remove"
                typeName="Belonging"
                onConfirm={() => setConfirmed(confirmed + 1)}
              >
                Everything in it is removed for ever: 17 participants, 16 transcripts and 1,204
                codings.
              </d.ConfirmDialog>
            </d.DialogTrigger>
            <d.DialogTrigger>
              <d.Button>Popover</d.Button>
              <d.Popover>
                <d.Dialog title="What you did">Everything has reached the server.</d.Dialog>
              </d.Popover>
            </d.DialogTrigger>
            <d.Button
              onPress={() =>
                d.toast({ text: 'Self-blame is retired.', onUndo: () => setOpened('undone') })
              }
            >
              Toast
            </d.Button>
            <d.Button
              onPress={() =>
                d.toast({ text: 'Renamed a code: not accepted. It is retired.', tone: 'bad' })
              }
            >
              Bad toast
            </d.Button>
          </div>
          <output id="confirmed">{confirmed}</output> <output id="opened">{opened}</output>
        </d.Card>
        <d.Card title="Small things">
          <div className="gallery-row">
            <d.Badge>released</d.Badge>
            <d.Badge tone="good">reviewed</d.Badge>
            <d.Badge tone="warn">in checking</d.Badge>
            <d.Badge tone="bad">failed</d.Badge>
            <d.Badge tone="accent">lead</d.Badge>
          </div>
          <div className="gallery-row">
            <d.Chip colour={2} count={12}>
              Events centred on drinking
            </d.Chip>
            <d.Chip colour={5} onRemove={() => setOpened('chip removed')}>
              Shared experience
            </d.Chip>
          </div>
          <div className="gallery-row">
            {['Sara Amin', 'Hana Grey', 'Nora Mo', 'Dev', 'Ümit Çelik', 'Kit Loe', 'Ada B'].map(
              (name) => (
                <d.Avatar key={name} name={name} id={name} />
              ),
            )}
            <d.Kbd>⌘K</d.Kbd>
          </div>
          <d.PersonDots
            people={Array.from({ length: 17 }, (_, index) => ({
              id: `P${index}`,
              label: `P${index}`,
              says: index === 6 ? 'against' : index % 3 ? 'for' : 'nothing',
            }))}
            onOpen={setOpened}
          />
          <d.ProgressBar label="Importing" done={12} total={200} detail="12 of 200 files" />
          <d.ProgressBar label="Counting" />
          <d.Gauge label="Coded" value={12} of={19} />
          <d.Skeleton />
        </d.Card>
        <d.Card title="Faults">
          <d.ErrorNotice
            error={
              new ProblemError({
                type: 'about:blank',
                title: 'Conflict',
                status: 409,
                code: 'last-lead',
                detail: 'A study keeps a lead. Make somebody else lead first.',
              })
            }
            onRetry={() => setOpened('retried')}
          />
          <d.ErrorNotice error={new UnreachableError('x')} onRetry={() => {}} />
          <d.Loading />
        </d.Card>
        <d.Card title="Tabs">
          <d.Tabs>
            <d.TabList aria-label="About the code">
              <d.Tab id="a">Definition</d.Tab>
              <d.Tab id="b">History</d.Tab>
              <d.Tab id="c">Quotes</d.Tab>
            </d.TabList>
            <d.TabPanel id="a">What it means.</d.TabPanel>
            <d.TabPanel id="b">Who changed it.</d.TabPanel>
            <d.TabPanel id="c">Where it stands.</d.TabPanel>
          </d.Tabs>
        </d.Card>
        <Arranged />
      </div>
      <d.Table
        label="Participants"
        items={people}
        sort={{ column: 'id', direction: 'ascending' }}
        columns={[
          { id: 'id', header: 'Participant', cell: (one) => one.id, sortBy: (one) => one.id },
          { id: 'site', header: 'Site', cell: (one) => `Site ${one.site}` },
          {
            id: 'year',
            header: 'Year',
            cell: (one) => one.year ?? '–',
            sortBy: (one) => one.year,
            align: 'end',
          },
          {
            id: 'words',
            header: 'Words',
            cell: (one) => one.words.toLocaleString('en'),
            sortBy: (one) => one.words,
            align: 'end',
          },
        ]}
        selected={ticked}
        onSelect={setTicked}
        onOpen={setOpened}
      />
      <output id="ticked">{[...ticked].sort().join()}</output>
      <d.EmptyState
        title="No transcripts yet"
        action={<d.Button tone="primary">Bring in transcripts</d.Button>}
      >
        Drop your files here: txt, md, docx, vtt, srt or csv. You see what becomes of them before
        anything is kept.
      </d.EmptyState>
      <d.FileDrop
        hint="txt, md, docx, vtt, srt or csv, up to 200 at once"
        onFiles={(given) => setFiles(given.map((file) => file.name))}
      />
      <output id="files">{files.join()}</output>
      <d.ToastRegion />
    </d.Page>
  )
}

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <WordsProvider>
        <Gallery />
      </WordsProvider>
    </StrictMode>,
  )
