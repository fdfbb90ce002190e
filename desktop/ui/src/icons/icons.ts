import {
  Search, X, Check, ChevronDown, ChevronRight, ChevronUp, ChevronLeft, Plus, Minus, Ellipsis, EllipsisVertical,
  ArrowLeft, ArrowRight, ArrowUp, ArrowDown, SendHorizontal, Paperclip, Smile, SmilePlus, Lock, LockOpen, Clock,
  ClockAlert, CheckCheck, CircleAlert, TriangleAlert, Info, CircleCheck, CircleX, MessageCircleQuestion, Inbox,
  MessageSquare, MessagesSquare, MessageSquarePlus, MessageSquareText, User, Users, UserPlus, UserRound, UserX,
  UserCheck, Phone, PhoneMissed, PhoneIncoming, PhoneOutgoing, PhoneOff, Video, Image, File, FileText, FileX,
  FileAudio, FileVideo, FileArchive, Download, Upload, Play, Pause, Square, Mic, MicOff, MapPin, Contact, Tag,
  StickyNote, Pencil, SquarePen, PenLine, Trash2, Reply, CornerUpLeft, Forward, Copy, Link, ExternalLink, Bell,
  BellOff, Moon, Sun, Monitor, Settings, LogOut, RefreshCw, RotateCcw, ListFilter, ArrowUpDown, ArrowRightLeft,
  ArrowDownToLine, PanelLeft, PanelRight, Keyboard, Command, Star, Pin, Archive, Eye, EyeOff, Calendar, CalendarDays,
  Hash, AtSign, Hand, Wifi, WifiOff, CloudOff, Globe, Languages, Type, Volume2, VolumeX, ZoomIn, ZoomOut, Maximize2,
  Minimize2, Camera, Flag, Building2, Briefcase, Shield, ShieldCheck, KeyRound, Smartphone, QrCode, History, Undo2,
  Redo2, Sticker, Vote, ChartBar, CircleDot, Circle, GripVertical, House, ScrollText, Database, Activity, Hourglass,
  Ban, Quote, Bold, Italic, Strikethrough, Code, List, ListOrdered, Zap, Accessibility,
  Leaf, Utensils, Plane, Trophy, Lightbulb,
} from '@lucide/vue';
import type { Component } from 'vue';

/**
 * The icons of the product by the name of lucide. A closed table: a screen that needs another adds a line here, so that
 * one thing keeps one picture everywhere.
 */
export const icons = {
  search: Search, x: X, check: Check, 'chevron-down': ChevronDown, 'chevron-right': ChevronRight,
  'chevron-up': ChevronUp, 'chevron-left': ChevronLeft, plus: Plus, minus: Minus, ellipsis: Ellipsis,
  'ellipsis-vertical': EllipsisVertical, 'arrow-left': ArrowLeft, 'arrow-right': ArrowRight, 'arrow-up': ArrowUp,
  'arrow-down': ArrowDown, 'send-horizontal': SendHorizontal, paperclip: Paperclip, smile: Smile,
  'smile-plus': SmilePlus, lock: Lock, 'lock-open': LockOpen, clock: Clock, 'clock-alert': ClockAlert,
  'check-check': CheckCheck, 'circle-alert': CircleAlert, 'triangle-alert': TriangleAlert, info: Info,
  'circle-check': CircleCheck, 'circle-x': CircleX, 'message-circle-question': MessageCircleQuestion, inbox: Inbox,
  'message-square': MessageSquare, 'messages-square': MessagesSquare, 'message-square-plus': MessageSquarePlus,
  'message-square-text': MessageSquareText, user: User, users: Users, 'user-plus': UserPlus, 'user-round': UserRound,
  'user-x': UserX, 'user-check': UserCheck, phone: Phone, 'phone-missed': PhoneMissed,
  'phone-incoming': PhoneIncoming, 'phone-outgoing': PhoneOutgoing, 'phone-off': PhoneOff, video: Video,
  image: Image, file: File, 'file-text': FileText, 'file-x': FileX, 'file-audio': FileAudio, 'file-video': FileVideo,
  'file-archive': FileArchive, download: Download, upload: Upload, play: Play, pause: Pause, square: Square,
  mic: Mic, 'mic-off': MicOff, 'map-pin': MapPin, contact: Contact, tag: Tag, 'sticky-note': StickyNote,
  pencil: Pencil, 'square-pen': SquarePen, 'pen-line': PenLine, 'trash-2': Trash2, reply: Reply,
  'corner-up-left': CornerUpLeft, forward: Forward, copy: Copy, link: Link, 'external-link': ExternalLink,
  bell: Bell, 'bell-off': BellOff, moon: Moon, sun: Sun, monitor: Monitor, settings: Settings, 'log-out': LogOut,
  'refresh-cw': RefreshCw, 'rotate-ccw': RotateCcw, 'list-filter': ListFilter, 'arrow-up-down': ArrowUpDown,
  'arrow-right-left': ArrowRightLeft, 'arrow-down-to-line': ArrowDownToLine, 'panel-left': PanelLeft,
  'panel-right': PanelRight, keyboard: Keyboard, command: Command, star: Star, pin: Pin, archive: Archive, eye: Eye,
  'eye-off': EyeOff, calendar: Calendar, 'calendar-days': CalendarDays, hash: Hash, 'at-sign': AtSign, hand: Hand,
  wifi: Wifi, 'wifi-off': WifiOff, 'cloud-off': CloudOff, globe: Globe, languages: Languages, type: Type,
  'volume-2': Volume2, 'volume-x': VolumeX, 'zoom-in': ZoomIn, 'zoom-out': ZoomOut, 'maximize-2': Maximize2,
  'minimize-2': Minimize2, camera: Camera, flag: Flag, 'building-2': Building2, briefcase: Briefcase, shield: Shield,
  'shield-check': ShieldCheck, 'key-round': KeyRound, smartphone: Smartphone, 'qr-code': QrCode, history: History,
  'undo-2': Undo2, 'redo-2': Redo2, sticker: Sticker, vote: Vote, 'chart-bar': ChartBar, 'circle-dot': CircleDot,
  circle: Circle, 'grip-vertical': GripVertical, house: House, 'scroll-text': ScrollText, database: Database,
  activity: Activity, hourglass: Hourglass, ban: Ban, quote: Quote, bold: Bold, italic: Italic,
  strikethrough: Strikethrough, code: Code, list: List, 'list-ordered': ListOrdered, zap: Zap,
  accessibility: Accessibility, leaf: Leaf, utensils: Utensils, plane: Plane, trophy: Trophy, lightbulb: Lightbulb,
} as const satisfies Record<string, Component>;
export type IconName = keyof typeof icons;
